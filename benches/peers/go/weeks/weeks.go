// Package weeks adds up time in heart-rate zones by week.
package weeks

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// longestGap between two records. A longer one is a pause.
const longestGap = 10 * time.Second

// limitsBPM are 68, 73, 80, 87 and 93 % of 190 bpm.
var limitsBPM = [5]float64{129.2, 138.7, 152.0, 165.3, 176.7}

// Activity is what a file says of its activity. Its zero value is empty.
type Activity struct {
	IsRun bool
	Start time.Time

	last    time.Time
	lastBPM uint8
	zonesS  [6]int64
}

// Record adds a record. The heart rate of the record before holds until this one. It is 0 where
// there is none.
func (a *Activity) Record(at time.Time, bpm uint8) {
	if a.last.IsZero() {
		a.Start = at
	} else if held := at.Sub(a.last); a.lastBPM != 0 && held <= longestGap {
		zone := 0
		for zone < len(limitsBPM) && limitsBPM[zone] <= float64(a.lastBPM) {
			zone++
		}
		a.zonesS[zone] += int64(held / time.Second)
	}
	a.last, a.lastBPM = at, bpm
}

type week struct {
	runs   int
	zonesS [6]int64
}

// Main reads all FIT files of the first argument's folder and writes the second one's CSV.
func Main(read func(file *os.File) (Activity, error)) error {
	if len(os.Args) != 3 {
		return fmt.Errorf("usage: %s FOLDER OUT.csv", os.Args[0])
	}
	weeks := map[string]*week{}
	err := filepath.WalkDir(os.Args[1], func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".fit" {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		activity, err := read(file)
		if err != nil || !activity.IsRun {
			return err
		}
		year, number := activity.Start.UTC().ISOWeek()
		name := fmt.Sprintf("%04d-W%02d", year, number)
		if weeks[name] == nil {
			weeks[name] = &week{}
		}
		weeks[name].runs++
		for i, zoneS := range activity.zonesS {
			weeks[name].zonesS[i] += zoneS
		}
		return nil
	})
	if err != nil {
		return err
	}
	return os.WriteFile(os.Args[2], csv(weeks), 0o644)
}

func csv(weeks map[string]*week) []byte {
	names := make([]string, 0, len(weeks))
	for name := range weeks {
		names = append(names, name)
	}
	slices.Sort(names)
	var out bytes.Buffer
	out.WriteString("week,runs,below_s,z1_s,z2_s,z3_s,z4_s,z5_s\n")
	for _, name := range names {
		fmt.Fprintf(&out, "%s,%d", name, weeks[name].runs)
		for _, zoneS := range weeks[name].zonesS {
			fmt.Fprintf(&out, ",%d", zoneS)
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}
