// FIT by github.com/tormoder/fit, which reads the whole file into structs.
package main

import (
	"bufio"
	"log"
	"os"

	"github.com/tormoder/fit"

	"peers/weeks"
)

// invalidBPM is the value of a heart rate that is not there.
const invalidBPM = 0xFF

func read(file *os.File) (weeks.Activity, error) {
	var own weeks.Activity
	decoded, err := fit.Decode(bufio.NewReader(file))
	if err != nil {
		return own, err
	}
	activity, err := decoded.Activity()
	if err != nil {
		return own, err
	}
	for _, record := range activity.Records {
		bpm := record.HeartRate
		if bpm == invalidBPM {
			bpm = 0
		}
		own.Record(record.Timestamp, bpm)
	}
	for _, session := range activity.Sessions {
		if session.Sport == fit.SportRunning {
			own.IsRun = true
			if !fit.IsBaseTime(session.StartTime) {
				own.Start = session.StartTime
			}
		}
	}
	return own, nil
}

func main() {
	if err := weeks.Main(read); err != nil {
		log.Fatal(err)
	}
}
