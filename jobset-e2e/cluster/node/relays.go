package main

import (
	"io"
	"net"
	"net/http"
	"sync"
)

// leadToServer leads connections from the inside to the API server on the outside.
func leadToServer(address, socket string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	go relay(listener, func() (net.Conn, error) { return net.Dial("unix", socket) })
	return nil
}

// letServerIn connects the API server with the kubelet and with Pods: it asks for that as browsers ask a proxy for pages that
// are encrypted, by CONNECT.
func letServerIn(socket string) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(listener, http.HandlerFunc(connect)) }()
	return nil
}

func connect(response http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodConnect {
		http.Error(response, "only CONNECT is understood", http.StatusMethodNotAllowed)
		return
	}
	target, err := net.Dial("tcp", request.Host)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadGateway)
		return
	}
	client, buffered, err := http.NewResponseController(response).Hijack()
	if err != nil {
		_ = target.Close()
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	if _, err := io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = client.Close()
		_ = target.Close()
		return
	}
	join(client, buffered, target)
}

// relay connects each that comes with another.
func relay(listener net.Listener, dial func() (net.Conn, error)) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			server, err := dial()
			if err != nil {
				_ = client.Close()
				return
			}
			join(client, client, server)
		}()
	}
}

// join passes on what both sides send, until both have sent all.
func join(client net.Conn, fromClient io.Reader, server net.Conn) {
	var directions sync.WaitGroup
	directions.Go(func() { pass(fromClient, server) })
	directions.Go(func() { pass(server, client) })
	directions.Wait()
	_ = client.Close()
	_ = server.Close()
}

func pass(source io.Reader, target net.Conn) {
	_, err := io.Copy(target, source)
	half, ok := target.(interface{ CloseWrite() error })
	if err != nil || !ok {
		_ = target.Close()
		return
	}
	_ = half.CloseWrite()
}
