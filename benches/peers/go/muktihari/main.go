// FIT by github.com/muktihari/fit, which hands on one message after the other.
package main

import (
	"log"
	"os"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/kit/datetime"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/fieldnum"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"

	"peers/weeks"
)

// listener is called with each message. No message is kept.
type listener struct{ activity weeks.Activity }

func (l *listener) OnMesg(mesg proto.Message) {
	switch mesg.Num {
	case mesgnum.Record:
		at := mesg.FieldValueByNum(fieldnum.RecordTimestamp).Uint32()
		bpm := mesg.FieldValueByNum(fieldnum.RecordHeartRate).Uint8()
		if bpm == basetype.Uint8Invalid {
			bpm = 0
		}
		if at != basetype.Uint32Invalid {
			l.activity.Record(datetime.ToTime(at), bpm)
		}
	case mesgnum.Session:
		session := mesgdef.NewSession(&mesg)
		if session.Sport == typedef.SportRunning {
			l.activity.IsRun = true
			if !session.StartTime.IsZero() {
				l.activity.Start = session.StartTime
			}
		}
	}
}

var dec = decoder.New(nil)

func read(file *os.File) (weeks.Activity, error) {
	var l listener
	dec.Reset(file,
		decoder.WithMesgListener(&l),
		decoder.WithBroadcastOnly(),
		decoder.WithNoComponentExpansion(),
	)
	for dec.Next() {
		if _, err := dec.Decode(); err != nil {
			return l.activity, err
		}
	}
	return l.activity, nil
}

func main() {
	if err := weeks.Main(read); err != nil {
		log.Fatal(err)
	}
}
