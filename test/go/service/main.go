// The service that the scenarios record: it has nothing of a recorder in it but net/http/pprof.
//
//	service WORKERS
//
// It prints its address in a line, writes a log into its own trace on a request to /mark and a region on one to /load,
// and ends with its input.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime/trace"
	"strconv"
	"time"
)

var kept []byte

func work() {
	for {
		kept = make([]byte, 4096)
		time.Sleep(time.Millisecond)
	}
}

func main() {
	workers, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	for index := 0; index < workers; index++ {
		go work()
	}
	http.HandleFunc("/mark", func(answer http.ResponseWriter, request *http.Request) {
		trace.Log(request.Context(), "mark", request.URL.Query().Get("text"))
	})
	http.HandleFunc("/load", func(answer http.ResponseWriter, request *http.Request) {
		milliseconds, _ := strconv.Atoi(request.URL.Query().Get("milliseconds"))
		trace.WithRegion(request.Context(), "load", func() {
			time.Sleep(time.Duration(milliseconds) * time.Millisecond)
		})
	})
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
