// A service with one cause of trouble, for the views of Go traces; it has net/http/pprof and nothing of a recorder.
//
//	causes leak|mutex|channel|syscall|assist|latency|stop|unbalanced
//
// It prints its address in a line, and ends with its input. Each cause has a function of its name.
package main

import (
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

var causes = map[string]func(){
	"leak": leak, "mutex": mutex, "channel": channel, "syscall": longSyscall,
	"assist": assist, "latency": latency, "stop": stop, "unbalanced": unbalanced,
}

var kept [1024]*[4096]*byte

func main() {
	cause, known := causes[os.Args[1]]
	if !known {
		panic(os.Args[1])
	}
	go cause()
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
