// A small HTTP service under load, which writes a trace of itself to standard output.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/trace"
	"sync"
	"time"
)

func main() {
	if err := trace.Start(os.Stdout); err != nil {
		log.Fatal(err)
	}
	defer trace.Stop()

	server := httptest.NewServer(http.HandlerFunc(handle))
	defer server.Close()
	var clients sync.WaitGroup
	for client := 0; client < 8; client++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			for request := 0; request < 200; request++ {
				ask(server.URL)
			}
		}()
	}
	clients.Wait()
}

func handle(response http.ResponseWriter, request *http.Request) {
	ctx, task := trace.NewTask(request.Context(), "request")
	defer task.End()
	trace.WithRegion(ctx, "answer", func() {
		trace.Logf(ctx, "path", "%q", request.URL.Path)
		time.Sleep(200 * time.Microsecond)
		fmt.Fprintln(response, make([]int, 1000))
	})
}

func ask(url string) {
	response, err := http.Get(url + "/größe")
	if err != nil {
		log.Fatal(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}
