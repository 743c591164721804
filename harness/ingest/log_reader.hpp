#pragma once

#include <functional>
#include <string>

#include "analysis/core/result.hpp"
#include "analysis/sample/logged_sample.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/byte_source.hpp"
#include "harness/ingest/line_batch.hpp"
#include "harness/ingest/log_file.hpp"

namespace wvagate::ingest {

/// Takes each sample as its cycle ends; false stops the reading.
using SampleSink = std::function<bool(const LoggedSample&)>;

/// What a log is called: "run1.txt.gz" of "logs/run1.txt.gz", "stdin" of "-".
std::string log_name(const std::string& path);

/// Reads the log at `path` ("-" for standard input) to its end and hands each sample to `sink`, whose views
/// live as long as `names`. Memory is bounded by one block or line and one cycle, not by the log. Gives what
/// the log says of itself; fails where it cannot be read, after the samples before the fault.
Result<LogFacts> read_log(const std::string& path, NamePool& names, const SampleSink& sink,
                          const ReadOptions& options = {});

/// The same, with `facts` up to date at each call of `sink` and of the waiter, but for `facts.bytes`, which
/// are those read.
Status read_log(const std::string& path, NamePool& names, LogFacts& facts, const SampleSink& sink,
                const ReadOptions& options);

/// The same from bytes that are open already; `name` is what the log is called in its facts.
Result<LogFacts> read_log(ByteSource& source, std::string name, NamePool& names, const SampleSink& sink,
                          const LineLimits& limits = {});

}  // namespace wvagate::ingest
