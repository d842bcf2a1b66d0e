// GPX by pugixml: `gpx_pugixml FOLDER OUT.csv`.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include <pugixml.hpp>

namespace fs = std::filesystem;

// 68, 73, 80, 87 and 93 % of 190 bpm.
constexpr std::array LIMITS_BPM{129.2, 138.7, 152.0, 165.3, 176.7};
constexpr std::time_t LONGEST_GAP_S = 10;

struct Week {
    int runs = 0;
    std::array<long, 6> zones_s{};
};

// Unix time of a text such as 2025-02-10T06:25:00Z.
std::optional<std::time_t> unix_s(const char* text) {
    std::tm time{};
    if (std::sscanf(text, "%d-%d-%dT%d:%d:%d", &time.tm_year, &time.tm_mon, &time.tm_mday,
                    &time.tm_hour, &time.tm_min, &time.tm_sec) != 6)
        return std::nullopt;
    time.tm_year -= 1900;
    time.tm_mon -= 1;
    return timegm(&time);
}

// Heart rate below a node of extensions, 0 if there is none.
int heart_rate_bpm(pugi::xml_node node) {
    for (pugi::xml_node child : node.children()) {
        const char* colon = std::strchr(child.name(), ':');
        if (std::strcmp(colon ? colon + 1 : child.name(), "hr") == 0) return child.text().as_int();
        if (int bpm = heart_rate_bpm(child)) return bpm;
    }
    return 0;
}

std::string iso_week(std::time_t time_s) {
    char text[16];
    std::strftime(text, sizeof text, "%G-W%V", std::gmtime(&time_s));
    return text;
}

void add(const pugi::xml_node& track, std::map<std::string, Week>& weeks) {
    Week* week = nullptr;
    std::time_t since_s = 0;
    int bpm = 0;
    for (pugi::xml_node segment : track.children("trkseg")) {
        for (pugi::xml_node point : segment.children("trkpt")) {
            const auto at_s = unix_s(point.child_value("time"));
            if (!at_s) continue;
            if (!week) {
                week = &weeks[iso_week(*at_s)];
                week->runs += 1;
            } else if (bpm && *at_s - since_s <= LONGEST_GAP_S) {
                const auto* above = std::upper_bound(LIMITS_BPM.begin(), LIMITS_BPM.end(), bpm);
                week->zones_s[above - LIMITS_BPM.begin()] += *at_s - since_s;
            }
            since_s = *at_s;
            bpm = heart_rate_bpm(point.child("extensions"));
        }
    }
}

int main(int, char** args) {
    std::map<std::string, Week> weeks;
    for (const auto& entry : fs::recursive_directory_iterator(args[1])) {
        if (entry.path().extension() != ".gpx") continue;
        pugi::xml_document document;
        if (!document.load_file(entry.path().c_str())) continue;
        for (pugi::xml_node track : document.child("gpx").children("trk"))
            if (std::strstr(track.child_value("type"), "running")) add(track, weeks);
    }
    std::ofstream out(args[2]);
    out << "week,runs,below_s,z1_s,z2_s,z3_s,z4_s,z5_s\n";
    for (const auto& [name, week] : weeks) {
        out << name << ',' << week.runs;
        for (long zone_s : week.zones_s) out << ',' << zone_s;
        out << '\n';
    }
}
