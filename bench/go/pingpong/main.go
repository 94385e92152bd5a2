// Two goroutines that pass a number to each other, as often as the argument states, and trace it to standard output:
// about six events each time.
package main

import (
	"log"
	"os"
	"runtime/trace"
	"strconv"
)

func main() {
	rounds, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := trace.Start(os.Stdout); err != nil {
		log.Fatal(err)
	}
	defer trace.Stop()

	there, back := make(chan int), make(chan int)
	go func() {
		for number := range there {
			back <- number
		}
	}()
	for number := 0; number < rounds; number++ {
		there <- number
		<-back
	}
	close(there)
}
