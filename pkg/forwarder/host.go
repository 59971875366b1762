package main

import (
	"os"
	"time"
)

// leaveWithHost ends the process when Grafana is gone: one that is killed tells nobody.
func leaveWithHost() {
	host := os.Getppid()
	for os.Getppid() == host {
		time.Sleep(2 * time.Second)
	}
	os.Exit(0)
}
