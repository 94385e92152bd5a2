// A service with one cause of trouble, or its healthy twin, for the views and findings of Go traces; it has
// net/http/pprof and nothing of a recorder.
//
//	causes NAME [--healthy]
//	causes --list      each name, the rule that has to find it, and the function that it has to name
//
// It prints its address in a line, and ends with its input. Each cause has a function of its name. The twin has the same
// load without the cause.
package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

type cause struct {
	name, rule, culprit string
	run, twin           func()
}

var causes = []cause{
	{"leak", "goroutine-leak", "main.waitForever", leak, answeredCalls},
	{"mutex", "mutex-contention", "main.contend", mutex, shortLocks},
	{"channel", "channel-backlog", "main.produce", channel, fastConsumer},
	{"syscall", "long-syscall", "main.longSyscall", longSyscall, shortSyscall},
	{"assist", "gc-assist", "main.allocate", assist, reuse},
	{"latency", "scheduler-latency", "main.spin", latency, fewWorkers},
	{"stop", "stop-the-world", "main.stop", stop, rareStatistics},
	{"unbalanced", "unbalanced-procs", "main.spin", unbalanced, balanced},
	{"timers", "timer-storm", "main.tick", timers, rareTimers},
	{"network", "network-wait", "main.receive", network, fastPeer},
}

var kept [1024]*[4096]*byte

func main() {
	if os.Args[1] == "--list" {
		for _, known := range causes {
			fmt.Printf("%s\t%s\t%s\n", known.name, known.rule, known.culprit)
		}
		return
	}
	go find(os.Args[1], len(os.Args) > 2 && os.Args[2] == "--healthy")()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	panic(http.Serve(listener, nil))
}

func find(name string, healthy bool) func() {
	for _, known := range causes {
		if known.name == name {
			if healthy {
				return known.twin
			}
			return known.run
		}
	}
	panic(name)
}

// Goroutines that wait for an answer that never comes.
func leak() {
	never := make(chan int)
	for {
		go waitForever(never)
		time.Sleep(10 * time.Millisecond)
	}
}

func waitForever(never chan int) { <-never }

// One lock, held while its owner sleeps.
func mutex() {
	var lock sync.Mutex
	for index := 0; index < 8; index++ {
		go contend(&lock)
	}
}

func contend(lock *sync.Mutex) {
	for {
		lock.Lock()
		time.Sleep(time.Millisecond)
		lock.Unlock()
	}
}

// Producers that are faster than the one consumer.
func channel() {
	queue := make(chan int, 16)
	for index := 0; index < 4; index++ {
		go produce(queue)
	}
	for range queue {
		time.Sleep(time.Millisecond)
	}
}

func produce(queue chan int) {
	for number := 0; ; number++ {
		queue <- number
	}
}

// A system call that blocks its thread.
func longSyscall() {
	for {
		pause := syscall.NsecToTimespec(int64(50 * time.Millisecond))
		_ = syscall.Nanosleep(&pause, nil)
		time.Sleep(10 * time.Millisecond)
	}
}

// Allocations that outrun the collector: the allocating goroutines have to mark.
func assist() {
	for index := 0; index < 4; index++ {
		go allocate(index)
	}
}

func allocate(seed int) {
	for index := seed; ; index += 7 {
		node := new([4096]*byte)
		for slot := range node {
			node[slot] = new(byte)
		}
		kept[index%len(kept)] = node
	}
}

// More runnable goroutines than processors.
func latency() {
	for index := 0; index < 20*runtime.GOMAXPROCS(0); index++ {
		go spin()
	}
}

func spin() {
	for {
		for end := time.Now().Add(time.Millisecond); time.Now().Before(end); {
		}
		runtime.Gosched()
	}
}

// Statistics that stop the world, requested far too often.
func stop() {
	for {
		var statistics runtime.MemStats
		runtime.ReadMemStats(&statistics)
		time.Sleep(time.Millisecond)
	}
}

// All work in one goroutine, with several processors.
func unbalanced() {
	runtime.LockOSThread()
	spin()
}

// Thousands of timers that fire every two milliseconds.
func timers() {
	for index := 0; index < 1000; index++ {
		go tick(2 * time.Millisecond)
	}
}

func tick(interval time.Duration) {
	for range time.Tick(interval) {
	}
}

// Clients of a peer that answers late.
func network() { callPeer(400 * time.Millisecond) }

func callPeer(delay time.Duration) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	for index := 0; index < 8; index++ {
		go request("http://" + listener.Addr().String())
	}
	panic(http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		_, _ = io.WriteString(answer, "rate")
	})))
}

func request(address string) {
	for {
		receive(address)
		time.Sleep(20 * time.Millisecond)
	}
}

func receive(address string) {
	reply, err := http.Get(address)
	if err != nil {
		panic(err)
	}
	defer reply.Body.Close()
	if text, err := io.ReadAll(reply.Body); err != nil || !bytes.Equal(text, []byte("rate")) {
		panic(err)
	}
}
