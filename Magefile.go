//go:build mage

// The targets of Grafana's SDK, such as `mage build:linux`, for the forwarder of the catalogue package.
package main

import (
	// mage:import
	build "github.com/grafana/grafana-plugin-sdk-go/build"
)

func init() {
	forwarder := func(cfg build.Config) (build.Config, error) {
		cfg.RootPackagePath = "./pkg/forwarder"
		return cfg, nil
	}
	if err := build.SetBeforeBuildCallback(forwarder); err != nil {
		panic(err)
	}
}

// Default is what `mage` alone does.
var Default = build.BuildAll
