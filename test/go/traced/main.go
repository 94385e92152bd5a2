// A small HTTP service under load, which writes a trace of itself to standard output, and at its end logs every
// character that there is.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/trace"
	"strings"
	"sync"
	"time"
	"unicode"
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
				visit(server.URL)
			}
		}()
	}
	clients.Wait()
	logAllCharacters()
}

// Which characters are escaped in a text is for the reader to know: here they all are.
func logAllCharacters() {
	var text strings.Builder
	for character := rune(1); character <= unicode.MaxRune; character++ {
		text.WriteRune(character)
		if text.Len() > 1000 {
			trace.Log(context.Background(), "characters", text.String())
			text.Reset()
		}
	}
	trace.Log(context.Background(), "no characters", "\xff\xc3(\xed\xa0\x80")
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

func visit(url string) {
	response, err := http.Get(url + "/größe")
	if err != nil {
		log.Fatal(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}
