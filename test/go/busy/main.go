// A service with two functions that use the processor in known proportions, for tests of samples.
//
//	busy [ADDRESS]
//
// It prints its address in a line, and then each second a line with the processor time of both functions, in
// nanoseconds of its thread. It ends with its input.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

const threadClock = 3

var kept uint64

func threadNanoseconds() int64 {
	var now syscall.Timespec
	_, _, failure := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, threadClock, uintptr(unsafe.Pointer(&now)), 0)
	if failure != 0 {
		panic(failure)
	}
	return now.Nano()
}

//go:noinline
func hashForLong(rounds int) {
	value := kept
	for index := 0; index < rounds; index++ {
		value = (value ^ uint64(index)) * 1099511628211
	}
	kept = value
}

//go:noinline
func mixForShort(rounds int) {
	value := kept
	for index := 0; index < rounds; index++ {
		value = value*6364136223846793005 + 1442695040888963407
		value ^= value >> 29
	}
	kept = value
}

func work() {
	runtime.LockOSThread()
	var long, short int64
	for reported := time.Now(); ; {
		before := threadNanoseconds()
		hashForLong(6_000_000)
		between := threadNanoseconds()
		mixForShort(1_000_000)
		after := threadNanoseconds()
		long += between - before
		short += after - between
		if time.Since(reported) >= time.Second {
			reported = reported.Add(time.Second)
			fmt.Printf("busy %d %d\n", long, short)
		}
	}
}

func main() {
	address := "127.0.0.1:0"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go work()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	panic(http.Serve(listener, nil))
}
