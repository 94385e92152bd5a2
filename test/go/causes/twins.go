package main

import (
	"runtime"
	"sync"
	"syscall"
	"time"
)

// The same loads without the causes.

func answeredCalls() {
	for {
		answer := make(chan int)
		go waitForever(answer)
		time.Sleep(10 * time.Millisecond)
		answer <- 1
	}
}

func shortLocks() {
	var lock sync.Mutex
	for index := 0; index < 8; index++ {
		go contendLittle(&lock)
	}
}

func contendLittle(lock *sync.Mutex) {
	for number := 0; ; {
		time.Sleep(time.Millisecond)
		lock.Lock()
		number++
		lock.Unlock()
	}
}

func fastConsumer() {
	queue := make(chan int, 16)
	for index := 0; index < 4; index++ {
		go produceSlowly(queue)
	}
	for range queue {
	}
}

func produceSlowly(queue chan int) {
	for number := 0; ; number++ {
		time.Sleep(4 * time.Millisecond)
		queue <- number
	}
}

func shortSyscall() {
	for {
		_ = syscall.Getppid()
		time.Sleep(60 * time.Millisecond)
	}
}

func reuse() {
	for index := 0; index < 4; index++ {
		go reuseOne(index)
	}
}

func reuseOne(seed int) {
	node := new([4096]*byte)
	for index := seed; ; index += 7 {
		for slot := range node {
			node[slot] = nil
		}
		kept[index%len(kept)] = node
		time.Sleep(time.Millisecond)
	}
}

func fewWorkers() {
	for index := 0; index < 20*runtime.GOMAXPROCS(0); index++ {
		go spinRarely()
	}
}

func spinRarely() {
	for {
		for end := time.Now().Add(100 * time.Microsecond); time.Now().Before(end); {
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func rareStatistics() {
	for {
		var statistics runtime.MemStats
		runtime.ReadMemStats(&statistics)
		time.Sleep(5 * time.Second)
	}
}

func balanced() {
	for index := 0; index < runtime.GOMAXPROCS(0); index++ {
		go spinRarely()
	}
}

func rareTimers() {
	for index := 0; index < 1000; index++ {
		go tick(5 * time.Second)
	}
}

func fastPeer() { callPeer(0) }
