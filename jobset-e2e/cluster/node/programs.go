package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// programs are the running ones, by process id.
type programs struct {
	mutex   sync.Mutex
	running map[int]command
	first   chan struct{}
}

func newPrograms() *programs {
	return &programs{running: make(map[int]command), first: make(chan struct{})}
}

func (c command) name() string {
	return filepath.Base(c.Arguments[0])
}

func (p *programs) start(c command) error {
	log, err := os.OpenFile(c.Log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	none, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	defer none.Close()

	p.mutex.Lock() // until it is known: it may end at once
	defer p.mutex.Unlock()
	process, err := os.StartProcess(c.Arguments[0], c.Arguments, &os.ProcAttr{Files: []*os.File{none, log, log}})
	if err != nil {
		return err
	}
	if len(p.running) == 0 {
		close(p.first)
	}
	p.running[process.Pid] = c
	return nil
}

// awaitFirstEnd returns when one of the programs ends. Until then it reaps the processes that lose their parents, containers
// among them: that is the duty of a namespace's first process.
func (p *programs) awaitFirstEnd() (command, syscall.WaitStatus) {
	<-p.first // there is nothing to wait for before
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		if err == syscall.EINTR {
			continue
		}
		p.mutex.Lock()
		ended, known := p.running[pid]
		p.mutex.Unlock()
		if known {
			return ended, status
		}
	}
}

func describe(status syscall.WaitStatus) string {
	if status.Signaled() {
		return "was ended by the signal: " + status.Signal().String()
	}
	return fmt.Sprintf("ended with exit code %d", status.ExitStatus())
}

// tail is the end of a log. It cannot fail: it is asked for when something else has.
func tail(log string) string {
	content, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimRight(string(content), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}
