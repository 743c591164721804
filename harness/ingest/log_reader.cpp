#include "harness/ingest/log_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <thread>
#include <utility>

#include "harness/ingest/line_relay.hpp"
#include "harness/ingest/record_reader.hpp"
#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::size_t kShortLine = 110;    // shown whole, wherever its fault is
constexpr std::size_t kOffendingKept = 5;  // of each reason
constexpr std::size_t kFirstLines = 5;
constexpr std::size_t kMaxSources = 1024;                            // whose lines are assembled apart
constexpr std::uint64_t kWorthAThread = std::uint64_t{1024} * 1024;  // bytes of a log
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Counts by name in a map of the facts, whose entries are looked up once.
template <std::size_t kNames>
class Tally {
 public:
  explicit Tally(std::map<std::string, std::uint64_t>& counts) : counts_(counts) {}

  void add(std::size_t index, std::string_view name, std::uint64_t count = 1) {
    std::uint64_t*& entry = entries_[index];
    if (entry == nullptr) entry = &counts_[std::string(name)];
    *entry += count;
  }

 private:
  std::map<std::string, std::uint64_t>& counts_;
  std::array<std::uint64_t*, kNames> entries_{};
};

/// Reads one log; lives as long as that takes.
class LogReader {
 public:
  LogReader(NamePool& names, LogFacts& facts, const SampleSink& sink) : names_(names), facts_(facts) {
    emit_ = [this, &sink](const LoggedSample& sample) { stopped_ = stopped_ || !sink(sample); };
  }

  Status run(ByteSource& source, std::size_t threads, LineLimits limits = {}) {
    limits.first_lines = kFirstLines;
    const Status status = read_lines(source, limits, threads, [this](const LineBatch& batch) {
      take(batch);
      return !stopped_;
    });
    if (!stopped_) finish();
    return status;
  }

 private:
  void take(const LineBatch& batch) {
    facts_.bytes += batch.bytes();
    const std::uint64_t before = facts_.lines.total;
    for (const Line& line : batch.lines()) {
      const std::uint64_t number = before + line.number;
      pass_over(number - 1);
      ++facts_.lines.total;
      line.known != nullptr ? take_known(line, number, batch.changes(line)) : take(line, number);
      if (stopped_) return;
    }
    pass_over(before + batch.count());
  }

  /// Counts the lines up to `number`, which tell nothing.
  void pass_over(std::uint64_t number) {
    facts_.lines.ignored += number - facts_.lines.total;
    facts_.lines.total = number;
  }

  /// Pieces of a record that the container runtime cut, by source.
  struct Pieces {
    std::string text;
    std::string stamp;
    std::uint64_t first_line = 0;
    std::uint64_t count = 0;
    bool too_long = false;
  };

  void take(const Line& line, std::uint64_t number) {
    std::string_view text = line.text;
    if (number == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (facts_.first_lines.size() < kFirstLines) facts_.first_lines.push_back(snippet(text));
    if (line.too_long) return lose(Malformed::too_long, number, text);

    if (has_runtime_frame(text)) {
      take_framed(text, number, line.unterminated);
    } else if (line.markers.any()) {
      const Peeled peeled = unwrapper_.peel(text);
      count(read(peeled, peeled.record, peeled.stamp, number, line.markers), peeled.outermost, 1, number,
            text);
    } else {
      take_markerless(text, number, line.unterminated);
    }
    facts_.truncated = facts_.truncated || (line.unterminated && !text.empty() && !ends_record(text));
  }

  /// A line that tells nothing, or does not any longer where it was cut.
  void take_markerless(std::string_view text, std::uint64_t number, bool unterminated) {
    if (unterminated && !ends_record(text)) {
      lose(fault_at(Malformed::cut_line, text, text.substr(text.size())), number, text);
    } else {
      ++facts_.lines.ignored;
    }
  }

  /// False for a last line that begins a zap record and does not end it.
  bool ends_record(std::string_view text) {
    const std::string_view record = unwrapper_.peel(text).record;
    const std::size_t last = record.find_last_not_of(" \t");
    return !record.starts_with('{') || record[last] == '}';
  }

  /// A line in a container runtime's frame: alone, or a piece of a longer record.
  void take_framed(std::string_view text, std::uint64_t number, bool unterminated) {
    // A later piece of a record may look as if it were wrapped itself: whether it is one comes first.
    Peeled peeled = unwrapper_.peel(text, pieces_.empty() ? Depth::record : Depth::frame);
    const auto open = pieces_.find(peeled.source);
    if (!peeled.partial && open == pieces_.end()) {
      if (!pieces_.empty()) peeled = unwrapper_.peel(text);
      const MarkerSet markers = find_markers(peeled.record);
      if (markers.none()) return take_markerless(text, number, unterminated);
      return count(read(peeled, peeled.record, peeled.stamp, number, markers), peeled.outermost, 1, number,
                   text);
    }
    if (open == pieces_.end() && pieces_.size() >= kMaxSources)
      return lose(Malformed::cut_record, number, text);
    Pieces& pieces = open != pieces_.end() ? open->second : pieces_[std::string(peeled.source)];
    if (pieces.count++ == 0) {
      pieces.first_line = number;
      pieces.stamp = peeled.stamp;
    }
    if (piece_bytes_ + peeled.record.size() <= kMaxLineBytes) {
      pieces.text += peeled.record;
      piece_bytes_ += peeled.record.size();
    } else {
      pieces.too_long = true;
    }
    if (!peeled.partial) close_pieces(peeled, pieces);
  }

  void close_pieces(const Peeled& last, Pieces& pieces) {
    const Pieces whole = std::move(pieces);
    const std::string source(last.source);
    pieces_.erase(source);
    piece_bytes_ -= whole.text.size();
    if (whole.too_long) return lose(Malformed::too_long, whole.first_line, whole.text, whole.count);
    const MarkerSet markers = find_markers(whole.text);
    if (markers.none()) {
      facts_.lines.ignored += whole.count;
      return;
    }
    Peeled peeled = last;
    peeled.record = whole.text;
    count(read(peeled, whole.text, whole.stamp, whole.first_line, markers), peeled.outermost, whole.count,
          whole.first_line, whole.text);
  }

  /// A line that is like an earlier one, but for these numbers.
  void take_known(const Line& line, std::uint64_t number, std::span<const Change> changes) {
    KnownRecord& known = *line.known;
    for (const Change& change : changes)
      known.take(change);
    if (known.framed && !pieces_.empty()) return take(line, number);  // it may be one more of them
    note_markers(known.markers);
    Stamp stamp = line.stamp;
    stamp.line = number;
    if (known.cycle == nullptr) known.cycle = &assembler(known.source);
    bring(known.what, known.parsed, stamp, *known.cycle);
    count(known.what.reading, known.outermost, 1, number, line.text);
  }

  /// Reads an unwrapped record and brings what it says into its cycle.
  const Reading& read(const Peeled& peeled, std::string_view text, std::string_view stamp,
                      std::uint64_t number, const MarkerSet& markers) {
    note_markers(markers);
    read_ = interpret({.text = text, .stamp = stamp, .markers = markers}, parsed_);
    bring(read_, parsed_,
          {.time = understood(read_.timestamp).value_or(TimePoint()),
           .timestamp = read_.timestamp,
           .line = number},
          assembler(peeled.source));
    return read_.reading;
  }

  void bring(const Interpretation& what, ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
    if (what.reading.observation) dialect_tally_.add(what.dialect, kDialects[what.dialect].name);
    if (what.reading.apply != nullptr) what.reading.apply(parsed, stamp, cycle);
  }

  CycleAssembler& assembler(std::string_view source) {
    if (assemblers_.size() >= kMaxSources && assemblers_.find(source) == assemblers_.end()) source = {};
    const auto found = assemblers_.find(source);
    if (found != assemblers_.end()) return *found->second;
    auto made = std::make_unique<CycleAssembler>(names_, facts_, last_segment_, emit_);
    return *assemblers_.emplace(std::string(source), std::move(made)).first->second;
  }

  void note_markers(const MarkerSet& markers) {
    for (unsigned long long rest = markers.to_ullong(); rest != 0; rest &= rest - 1) {
      const auto marker = static_cast<std::size_t>(std::countr_zero(rest));
      marker_tally_.add(marker, kMarkerText[marker]);
    }
  }

  void count(const Reading& reading, Wrapper wrapper, std::uint64_t lines, std::uint64_t number,
             std::string_view text) {
    switch (reading.kind) {
      case Reading::Kind::used:
        facts_.lines.used += lines;
        wrapper_tally_.add(static_cast<std::size_t>(wrapper), wrapper_name(wrapper), lines);
        break;
      case Reading::Kind::not_mine:
        facts_.lines.ignored += lines;
        break;
      case Reading::Kind::malformed:
        lose(*reading.fault, number, text, lines);
        break;
    }
  }

  void lose(const Fault& fault, std::uint64_t number, std::string_view text, std::uint64_t lines = 1) {
    const Malformed reason = fault.reason;
    facts_.lines.malformed[static_cast<std::size_t>(reason)] += lines;
    const auto same = std::count_if(facts_.offending.begin(), facts_.offending.end(),
                                    [&](const OffendingLine& line) { return line.reason == reason; });
    if (static_cast<std::size_t>(same) < kOffendingKept) {
      facts_.offending.push_back({number, reason, shown(fault, text), lines});
    }
  }

  /// What to show of a line: all of a short one, else the place of its fault.
  static std::string shown(const Fault& fault, std::string_view text) {
    if (text.size() <= kShortLine || fault.place.empty()) return snippet(text);
    const bool marked = fault.place.starts_with("…") || text.starts_with(fault.place);
    return (marked ? "" : "…") + fault.place;
  }

  void finish() {
    for (const auto& [source, pieces] : pieces_) {
      lose(Malformed::cut_record, pieces.first_line, pieces.text, pieces.count);
      facts_.truncated = true;
    }
    for (const auto& [source, cycle] : assemblers_)
      cycle->forget_observations();
  }

  NamePool& names_;
  LogFacts& facts_;
  SampleHandler emit_;
  Tally<kMarkerCount> marker_tally_{facts_.markers};
  Tally<static_cast<std::size_t>(Wrapper::count)> wrapper_tally_{facts_.wrappers};
  Tally<std::size(kDialects)> dialect_tally_{facts_.dialects};
  Unwrapper unwrapper_;
  std::map<std::string, Pieces, std::less<>> pieces_;
  std::size_t piece_bytes_ = 0;  // in all of them
  std::map<std::string, std::unique_ptr<CycleAssembler>, std::less<>> assemblers_;
  std::uint32_t last_segment_ = 0;
  ParsedRecord parsed_;  // of a line that is like none before
  Interpretation read_;
  bool stopped_ = false;
};

}  // namespace

std::string log_name(const std::string& path) {
  return path == "-" ? "stdin" : path.substr(path.rfind('/') + 1);
}

Result<LogFacts> read_log(const std::string& path, NamePool& names, const SampleSink& sink,
                          const ReadOptions& options) {
  LogFacts facts;
  if (auto status = read_log(path, names, facts, sink, options); !status) return status.error();
  return facts;
}

Status read_log(const std::string& path, NamePool& names, LogFacts& facts, const SampleSink& sink,
                const ReadOptions& options) {
  facts.name = log_name(path);
  ReadOptions opened = options;
  opened.threads = std::min<std::size_t>(options.threads, std::max(1U, std::thread::hardware_concurrency()));
  if (options.follow || regular_bytes(path) < kWorthAThread) opened.threads = 1;
  if (opened.threads > 1) opened.waiter = nullptr;  // nothing is waited for
  const auto source = open_log(path, opened);
  if (!source) return source.error();
  return LogReader(names, facts, sink).run(*source.value(), opened.threads);
}

Result<LogFacts> read_log(ByteSource& source, std::string name, NamePool& names, const SampleSink& sink,
                          const LineLimits& limits) {
  LogFacts facts;
  facts.name = std::move(name);
  if (auto status = LogReader(names, facts, sink).run(source, 1, limits); !status) return status.error();
  return facts;
}

}  // namespace wvagate::ingest
