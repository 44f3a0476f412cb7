// Package tap writes the Test Anything Protocol. The validation programs use a package of this shape that Debian does not have.
package tap

import (
	"encoding/json"
	"fmt"
	"strings"
)

// T counts the tests of one program. Its zero value is not used: New makes one.
type T struct {
	count  *int
	isTodo bool
}

// New starts the output.
func New() *T {
	fmt.Println("TAP version 13")
	return &T{count: new(int)}
}

// Header tells how many tests will come; none: AutoPlan will.
func (t *T) Header(tests int) {
	if tests > 0 {
		fmt.Printf("1..%d\n", tests)
	}
}

// AutoPlan tells at the end how many tests there were.
func (t *T) AutoPlan() {
	fmt.Printf("1..%d\n", *t.count)
}

// Ok is one test.
func (t *T) Ok(passed bool, description string) {
	word, directive := "ok", ""
	if !passed {
		word = "not ok"
	}
	if t.isTodo {
		directive = " # TODO"
	}
	*t.count++
	fmt.Printf("%s %d - %s%s\n", word, *t.count, strings.ReplaceAll(description, "\n", " "), directive)
}

// Pass is a test that passed.
func (t *T) Pass(description string) { t.Ok(true, description) }

// Fail is a test that failed.
func (t *T) Fail(description string) { t.Ok(false, description) }

// Skip is a number of tests that were not made.
func (t *T) Skip(tests int, description string) {
	for ; tests > 0; tests-- {
		*t.count++
		fmt.Printf("ok %d # SKIP %s\n", *t.count, strings.ReplaceAll(description, "\n", " "))
	}
}

// Todo marks the next test as one whose failure does not count.
func (t *T) Todo() *T {
	return &T{count: t.count, isTodo: true}
}

// Diagnostic is a comment.
func (t *T) Diagnostic(message string) {
	fmt.Printf("# %s\n", strings.ReplaceAll(strings.TrimSuffix(message, "\n"), "\n", "\n# "))
}

// Diagnosticf is a formatted comment.
func (t *T) Diagnosticf(format string, arguments ...interface{}) {
	t.Diagnostic(fmt.Sprintf(format, arguments...))
}

// YAML is a block of details about the last test; JSON is YAML.
func (t *T) YAML(details interface{}) error {
	text, err := json.MarshalIndent(details, "  ", "  ")
	if err == nil {
		fmt.Printf("  ---\n  %s\n  ...\n", text)
	}
	return err
}
