# make            builds artifacts/publish/runtime and runtime-shim
# make run        builds, and runs an example container
# make test       builds, and runs every fast test
# make install    PREFIX=/usr/local DESTDIR=
# make conformance, or conformance-bundles, -leaks, -seccomp, -engines, -oci, -vm, -bench   (RUNTIME=/usr/sbin/runc tests another runtime)

SHELL := /bin/bash
PREFIX ?= /usr/local
RUNTIME ?= $(CURDIR)/artifacts/publish/runtime
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export MSBUILDDISABLENODEREUSE := 1

program := artifacts/publish/runtime
shim := artifacts/publish/runtime-shim
sources := $(shell find src Directory.Build.props Directory.Packages.props -name '*.cs' -o -name '*.s' -o -name '*.csproj' -o -name '*.props' -o -name '*.targets')

.PHONY: all run test format man install clean conformance conformance-bundles conformance-leaks conformance-seccomp conformance-engines conformance-oci conformance-vm conformance-bench

all: $(program) $(shim)

$(program): $(sources)
	@scripts/setup build
	dotnet publish src/Runtime --configuration Release --output artifacts/publish --verbosity quiet
	@touch $@

$(shim): $(sources)
	@scripts/setup build
	dotnet publish src/Shim --configuration Release --output artifacts/publish --verbosity quiet
	@ln -sf runtime-shim artifacts/publish/containerd-shim-runtime-v2
	@touch $@

run: $(program)
	@scripts/setup run
	@scripts/run-example $(program)

test: $(program) $(shim)
	@scripts/setup test
	RUNTIME=$(RUNTIME) scripts/test

format:
	dotnet format --verify-no-changes

man: $(program)
	@mkdir -p artifacts/man
	@$(program) man > artifacts/man/runtime.8
	@for command in $$($(program) help --names); do $(program) man $$command > artifacts/man/runtime-$$command.8; done

install: $(program) $(shim) man
	install -D -m 0755 $(program) $(DESTDIR)$(PREFIX)/sbin/runtime
	install -D -m 0755 $(shim) $(DESTDIR)$(PREFIX)/sbin/runtime-shim
	strip $(DESTDIR)$(PREFIX)/sbin/runtime $(DESTDIR)$(PREFIX)/sbin/runtime-shim
	ln -sf runtime-shim $(DESTDIR)$(PREFIX)/sbin/containerd-shim-runtime-v2
	install -d $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 0644 artifacts/man/*.8 $(DESTDIR)$(PREFIX)/share/man/man8
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(program) completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/runtime
	$(program) completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_runtime
	$(program) completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/runtime.fish

conformance: conformance-bundles conformance-leaks conformance-seccomp conformance-engines conformance-oci conformance-vm conformance-bench

conformance-bundles: $(program)
	RUNTIME=$(RUNTIME) conformance/bundles-run

conformance-leaks: $(program)
	RUNTIME=$(RUNTIME) conformance/leaks

conformance-seccomp: $(program)
	RUNTIME=$(RUNTIME) conformance/seccomp/run

conformance-oci: $(program)
	RUNTIME=$(RUNTIME) conformance/oci/run

conformance-engines: $(program) $(shim)
	RUNTIME=$(RUNTIME) conformance/engines
	CONMON=$(shim) conformance/engines $(RUNTIME) conmon

conformance-vm: $(program)
	RUNTIME=$(RUNTIME) conformance/vm/run

conformance-bench: $(program) $(shim)
	RUNTIME=$(RUNTIME) conformance/bench/run
	RUNTIME=$(RUNTIME) conformance/bench/shim

clean:
	rm -rf artifacts
