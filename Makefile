# `make demo` and `make test` are all that a fresh machine with a Swift toolchain needs; both install missing libraries.

PACKAGES = liblapacke-dev libopenblas-dev libzip-dev zlib1g-dev libssl-dev coinor-libclp-dev
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: demo test test-browser lint format fuzz setup build install benchmark bench bench-train bench-report experiments proto clean

demo: build
	.build/release/gapbound demo --output Reports/demo

test: setup
	swift build --build-tests
	swift test --skip-build

# The reports in this repository in headless Chromium; ARGUMENTS="DIR… --screenshots DIR" for others: see the script's head.
test-browser: PACKAGES += chromium chromium-driver python3-selenium
test-browser: setup
	/usr/bin/python3 Scripts/check_browser.py $(ARGUMENTS)

# The same rules as .swift-format; warnings of the compiler are shown by `make build`.
lint:
	swift format lint --strict --recursive $(SWIFT_FILES)

format:
	swift format --in-place --recursive $(SWIFT_FILES)

SWIFT_FILES = $(foreach package,. Benchmarks Fuzzing,$(package)/Sources $(package)/Package.swift) Tests

# make fuzz; make fuzz SECONDS=600 TARGET=onnx; make fuzz TARGET="torch torch-pickle"
SECONDS ?= 60
TARGET ?=
fuzz: setup
	Fuzzing/run $(SECONDS) $(TARGET)

build: setup
	swift build --configuration release --product gapbound

PREFIX ?= /usr/local
install: build
	install -d $(DESTDIR)$(PREFIX)/libexec/gapbound $(DESTDIR)$(PREFIX)/bin
	cp -R .build/release/gapbound .build/release/gapbound_gapbound.resources $(DESTDIR)$(PREFIX)/libexec/gapbound/
	ln -sf ../libexec/gapbound/gapbound $(DESTDIR)$(PREFIX)/bin/gapbound

# Loading files against the Python libraries; PYTHON is an interpreter that has them (see the script's head).
PYTHON ?= python3
benchmark: setup
	swift build --configuration release --package-path Benchmarks
	$(PYTHON) Scripts/benchmark_loading.py $(ARGUMENTS)

# The certificates against the same formulas in NumPy, where PYTHON has it.
bench: setup
	swift build --configuration release --package-path Benchmarks --product Certify
	$(PYTHON) Scripts/benchmark_certify.py $(ARGUMENTS)

# Training against PyTorch on the CPU, where PYTHON has it.
bench-train: setup
	swift build --configuration release --package-path Benchmarks --product Train
	$(PYTHON) Scripts/benchmark_train.py $(ARGUMENTS)

# Rendering a report of 1,000 checkpoints; needs no library of Python.
bench-report: build
	$(PYTHON) Scripts/benchmark_report.py $(ARGUMENTS)

# Trains and certifies what Reports/experiments tells; takes up what lies in .build/experiments. It takes some
# twenty minutes of CPU time. EXPERIMENTS="--only timing" or "--render" for a part: see the head of the script.
EXPERIMENTS ?=
experiments: PACKAGES += python3-numpy python3-matplotlib dataset-fashion-mnist
experiments: build
	/usr/bin/python3 Scripts/experiments.py $(EXPERIMENTS)

# Remakes the checked-in reader of ONNX's wire format; needs protoc (Debian: protobuf-compiler). The plug-in is that of the
# swift-protobuf version which the package uses.
PROTOC_BUILD = .build/protoc
proto:
	swift package resolve
	swift build --package-path .build/checkouts/swift-protobuf --scratch-path $(PROTOC_BUILD) --product protoc-gen-swift
	protoc --plugin=$(PROTOC_BUILD)/debug/protoc-gen-swift --proto_path=Sources/OnnxProto \
	  --swift_out=Sources/OnnxProto --swift_opt=Visibility=Package onnx.proto

# Asks apt only where a package is missing, so that the usual run needs neither network nor rights.
setup:
	@missing=""; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi

clean:
	swift package clean
