// Feeds a trace to Go's own flight recorder, batch by batch as the runtime does, and prints its speed.
// bench/go-recorder.sh copies the recorder's source next to this file, which replaces what it needs of the runtime.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// The recorder's environment, as far as it uses it.
type EventType uint8

const (
	EvEventBatch        EventType = 1
	EvExperimentalBatch EventType = 49
	EvEndOfGeneration   EventType = 52
	MaxBatchSize                  = 64 << 10
)

type FlightRecorder struct {
	err      error
	header   [16]byte
	active   rawGeneration
	ringMu   sync.Mutex
	ring     []rawGeneration
	freq     frequency
	wantSize uint64
	wantDur  time.Duration
}

func runtime_traceClockNow() uint64 { return 1 }

func frames(trace []byte) [][]byte {
	found := [][]byte{trace[:16]}
	for offset := 16; offset < len(trace); {
		length := 1
		if trace[offset] != byte(EvEndOfGeneration) {
			var size uint64
			for number := 0; number < 4; number++ {
				value, n, err := readUvarint(trace[offset+length:])
				if err != nil {
					panic(err)
				}
				size = value
				length += n
			}
			length += int(size)
		}
		found = append(found, trace[offset:offset+length])
		offset += length
	}
	return found
}

func main() {
	var warmUpBytes int
	if _, err := fmt.Sscan(os.Args[2], &warmUpBytes); err != nil {
		panic(err)
	}
	trace, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	recorder := &recorder{r: &FlightRecorder{freq: 1, wantSize: 64 << 20, wantDur: 24 * time.Hour}}
	taken, measured := 0, 0
	var started time.Time
	for _, frame := range frames(trace) {
		if taken >= warmUpBytes && started.IsZero() {
			started = time.Now()
		}
		if _, err := recorder.Write(frame); err != nil {
			panic(err)
		}
		if frame[0] == byte(EvEndOfGeneration) {
			recorder.endGeneration()
		}
		taken += len(frame)
		if !started.IsZero() {
			measured += len(frame)
		}
	}
	fmt.Printf("go %.2f\n", float64(measured)/time.Since(started).Seconds()/1e9)
	fmt.Printf("go-snapshot %.2f\n", snapshot(recorder.r, os.Args[3]))
}

// What WriteTo writes of what is held: a write for each batch, into a new file.
func snapshot(held *FlightRecorder, path string) float64 {
	os.Remove(path)
	started := time.Now()
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	written := 0
	write := func(bytes []byte) {
		n, err := file.Write(bytes)
		if err != nil {
			panic(err)
		}
		written += n
	}
	write(held.header[:])
	for _, generation := range held.ring {
		for _, batch := range generation.batches {
			write(batch)
		}
	}
	file.Close()
	took := time.Since(started).Seconds()
	os.Remove(path)
	return float64(written) / took / 1e9
}
