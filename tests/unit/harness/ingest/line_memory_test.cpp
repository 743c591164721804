#include "harness/ingest/line_memory.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

/// A text that lines can be recognised in, and what became of them.
struct Lines {
  explicit Lines(std::size_t most = LineMemory::kMostLines, std::size_t longest = kLongest)
      : memory(most, longest) {}

  /// What is known of `line`, by a search for its markers.
  const KnownRecord* give(const std::string& line) {
    changes.clear();
    forgotten.clear();
    text = line + "\n" + std::string(LineMemory::kPadding, '\0');
    recognised = {};
    const std::string_view given(text.data(), line.size());
    const bool known = memory.recognise(given, find_markers(given), changes, recognised, forgotten);
    memory.keep();
    for (const Change& change : changes)
      recognised.record->take(change);
    return known ? recognised.record : nullptr;
  }
  /// The same without a search.
  const KnownRecord* give_fast(const std::string& line) {
    changes.clear();
    text = line + "\n" + std::string(LineMemory::kPadding, '\0');
    recognised = {};
    const bool known = memory.recognise_fast(text.data(), changes, recognised);
    memory.keep();
    return known ? recognised.record : nullptr;
  }
  std::vector<std::string> changed() const {
    std::vector<std::string> texts;
    for (const Change& change : changes)
      texts.emplace_back(change.text, change.size);
    return texts;
  }

  static constexpr std::size_t kLongest = 400;
  LineMemory memory;
  std::vector<Change> changes;
  std::vector<std::unique_ptr<KnownRecord>> forgotten;
  std::string text;
  Recognised recognised;
};

std::string metrics(const std::string& itl, const std::string& rate,
                    const std::string& time = "2026-01-05T09:00:15.016Z") {
  return R"({"level":"INFO","ts":")" + time +
         R"(","msg":"Metrics collected for VA: variant=v, replicas=1, accelerator=H100, ttft=20.5ms, itl=)" +
         itl + "ms, cost=40.00, maxBatch=256, arrivalRate=" + rate +
         ", avgInputTokens=100.5, avgOutputTokens=200\"}";
}

TEST_CASE("A line like an earlier one is recognised by what has changed") {
  Lines lines;
  const KnownRecord* const first = lines.give(metrics("9.25", "60"));
  REQUIRE(first != nullptr);
  CHECK(lines.changes.empty());
  CHECK(lines.recognised.stamp.timestamp == "2026-01-05T09:00:15.016Z");
  const LoggedSample& sample = first->parsed.observations.front();
  CHECK(sample.sample.latency.itl == 9.25);

  REQUIRE(lines.give(metrics("10.5", "60", "2026-01-05T09:01:15.2Z")) == first);
  CHECK(lines.changed() == std::vector<std::string>{"10.5"});
  CHECK(lines.recognised.size == metrics("10.5", "60", "2026-01-05T09:01:15.2Z").size() + 1);
  CHECK(lines.recognised.stamp.timestamp == "2026-01-05T09:01:15.2Z");
  CHECK(lines.recognised.stamp.time == parse_time("2026-01-05T09:01:15.2Z"));
  CHECK(sample.sample.latency.itl == 10.5);
  CHECK(sample.digits.itl == "10.5");
  CHECK(sample.digits.rate == "60");

  // Numbers that grow and shrink move what stands behind them.
  REQUIRE(lines.give(metrics("0.125", "1234.5678")) == first);
  CHECK(lines.changed() == std::vector<std::string>{"0.125", "1234.5678"});
  REQUIRE(lines.give(metrics("0.125", "7")) == first);
  CHECK(lines.changed() == std::vector<std::string>{"7"});
  REQUIRE(lines.give(metrics("0.125", "7")) == first);
  CHECK(lines.changed().empty());
}

TEST_CASE("The numbers of recognised lines are what they spell") {
  Lines lines;
  REQUIRE(lines.give(metrics("1", "60")) != nullptr);
  const auto text =
      GENERATE("0", "5", "12.", ".5", "0.1", "9.43", "12345678", "1234567.8", "123456789.123456",
               "0.00037932952", "00000.00001", "999999999999999", "99999999999.9999", "3.37e-05", "-4.5",
               "+7", "1.2345678e+06", "123456789012345678", "0.1234567890123456789");
  CAPTURE(text);
  const KnownRecord* const known = lines.give(metrics(text, "60"));
  REQUIRE(known != nullptr);
  CHECK(known->parsed.observations.front().sample.latency.itl == std::stod(text));
  CHECK(known->parsed.observations.front().digits.itl == text);
}

TEST_CASE("Numbers may change their digits, their point and their size from line to line") {
  Lines lines;
  const KnownRecord* const first = lines.give(metrics("9.25", "60"));
  REQUIRE(first != nullptr);
  const LoggedSample& sample = first->parsed.observations.front();
  for (const auto* const text : {"8.25",
                                 "12.5",
                                 "1.25",
                                 "1324",
                                 "2468",
                                 "24681",
                                 "24682",
                                 "2.68e1",
                                 "2.68e2",
                                 "1.6",
                                 "7.8",
                                 "17.8",
                                 "1.25",
                                 "1.26",
                                 "1.267",
                                 "1.368",
                                 "13.6",
                                 "123456789012.25",
                                 "123456789012.26",
                                 "123456789012345678",
                                 "123456789012345679"}) {
    CAPTURE(text);
    REQUIRE(lines.give(metrics(text, "60")) == first);
    CHECK(lines.changed() == std::vector<std::string>{text});
    CHECK(sample.sample.latency.itl == std::stod(text));
    CHECK(sample.digits.itl == text);
  }
}

TEST_CASE("What is no number, or no line of the kind, is not recognised") {
  Lines lines;
  const KnownRecord* const first = lines.give(metrics("7.25", "59", "2026-01-05T09:00:14.015Z"));
  REQUIRE(first != nullptr);
  REQUIRE(lines.give(metrics("9.25", "60")) == first);
  const auto line = GENERATE(
      values({metrics("9.2x", "60"), metrics("9-25", "60"), metrics("9..5", "60"),
              metrics("9.25", "60", "2026-01-05T09:00:x5.016Z"), metrics("", "60"), metrics("9.2.5", "60"),
              metrics(".", "60"), metrics("1e999", "60"), metrics("NaN", "60"), metrics("12e", "60"),
              metrics("1 2", "60"), metrics("9.25", "60", ""), metrics("9.25", "60", "2026-13-05T09:00:15Z"),
              metrics("9.25", "60") + " ", metrics("9.25", "12345678901234567890123456789012")}));
  CAPTURE(line);
  CHECK(lines.give(line) != first);
  // What was compared in vain has left nothing behind.
  REQUIRE(lines.give(metrics("9.25", "61")) == first);
  CHECK(lines.changed() == std::vector<std::string>{"61"});
}

TEST_CASE("A line is told without a search by its bytes behind the time, or by what came next before") {
  Lines lines;
  const std::string end =
      R"({"level":"INFO","ts":"2026-01-05T09:00:16Z","msg":"Reconciliation completed successfully"})";
  CHECK(lines.give_fast(end) == nullptr);
  const KnownRecord* const first = lines.give(metrics("9.25", "60"));
  const KnownRecord* const second = lines.give(end);
  REQUIRE((first != nullptr && second != nullptr));
  CHECK(lines.give_fast(metrics("9", "60")) == first);
  CHECK(lines.give_fast(metrics("8", "60")) == first);
  CHECK(lines.give_fast(end) == second);
  CHECK(lines.give_fast(metrics("8.2.5", "60")) == nullptr);

  // Where these bytes are a part of the time, or the line is shorter, only by what came next.
  const std::string stamped = "2026-01-05T09:00:15.000000001Z " + metrics("7", "60");
  const std::string done = R"({"ts":"2026-01-05T09:00:16Z","msg":"Reconciliation completed"})";
  const KnownRecord* const third = lines.give(stamped);
  const KnownRecord* const fourth = lines.give(done);
  REQUIRE((third != nullptr && fourth != nullptr));
  CHECK(lines.give_fast(stamped) == nullptr);
  REQUIRE(lines.give(stamped) == third);
  CHECK(lines.give_fast(done) == fourth);
  CHECK(lines.give_fast(stamped) == third);
}

TEST_CASE("What is not known need not be asked for") {
  Lines lines;
  const auto may_know = [&](const std::string& line) {
    lines.text = line + "\n" + std::string(LineMemory::kPadding, '\0');
    return lines.memory.may_know(lines.text.data());
  };
  const std::string other =
      R"({"level":"DEBUG","ts":"2026-01-05T09:00:16.001Z","msg":"Scraped a monitor of the cluster"})";
  CHECK_FALSE(may_know(metrics("9.5", "60")));
  REQUIRE(lines.give(metrics("9.5", "60")) != nullptr);
  CHECK(may_know(metrics("10.5", "61", "2026-01-05T09:01:15.016Z")));
  CHECK_FALSE(may_know(other));

  // A line that is too short to be told by its bytes is told by what comes before it.
  const std::string small = R"({"ts":"2026-01-05T09:00:16Z","msg":"alpha=1"})";
  lines.give(small);
  REQUIRE(lines.give(metrics("9.5", "60")) != nullptr);
  lines.give(small);
  REQUIRE(lines.give(metrics("9.5", "60")) != nullptr);
  CHECK(may_know(small));
  CHECK(lines.give_fast(small) != nullptr);
}

TEST_CASE("Lines beyond the limit are neither remembered nor recognised") {
  Lines lines;
  const auto named = [](const std::string& name, std::size_t digits) {
    return R"({"ts":"2026-01-05T09:00:16Z","msg":"Processing decision: variant=)" + name +
           ", action=no-change, current=" + std::string(digits, '1') + R"(, target=2"})";
  };
  const KnownRecord* const known = lines.give(named("a", 1));
  REQUIRE(known != nullptr);
  const std::size_t room = Lines::kLongest - named("a", 0).size();
  CHECK(lines.give(named("a", room)) == known);
  CHECK(lines.give(named("a", room + 1)) == nullptr);
  CHECK(lines.give(named("b", room + 1)) == nullptr);
  CHECK(lines.give(named("a", 1)) == known);
}

TEST_CASE("The kind that was of use longest ago is forgotten") {
  Lines lines(2);
  const auto named = [](const std::string& name) {
    return R"({"ts":"2026-01-05T09:00:16Z","msg":"Processing decision: variant=)" + name +
           R"(, action=scale-up, current=1, target=2"})";
  };
  const KnownRecord* const a = lines.give(named("a"));
  const KnownRecord* const b = lines.give(named("b"));
  REQUIRE((a != nullptr && b != nullptr && a != b));
  REQUIRE(lines.give(named("a")) == a);
  REQUIRE(lines.give(named("c")) != nullptr);
  REQUIRE(lines.forgotten.size() == 1);
  CHECK(lines.forgotten.front().get() == b);
  CHECK(lines.give(named("a")) == a);
}

TEST_CASE("Wrapped lines are recognised where their wrappers come off alike") {
  Lines lines;
  const std::string record = metrics("9.25", "60");
  const KnownRecord* const stamped = lines.give("2026-01-05T09:00:15.000000001Z " + record);
  REQUIRE(stamped != nullptr);
  CHECK(stamped->outermost == Wrapper::timestamp);
  CHECK(lines.give("2026-01-05T09:00:16.12Z " + metrics("9.5", "60")) == stamped);
  CHECK(lines.changed() == std::vector<std::string>{"9.5"});
  CHECK(lines.give("2026-13-05T09:00:16.12Z " + record) != stamped);  // no time, and so no wrapper

  const KnownRecord* const pod = lines.give("[pod/wva-1/manager] " + record);
  REQUIRE(pod != nullptr);
  CHECK(pod->source == "pod/wva-1/manager");
  CHECK(lines.give("[pod/wva-2/manager] " + record) != pod);  // another one's
  CHECK(lines.give("[pod/wva-1/manager] " + record) == pod);

  const KnownRecord* const whole = lines.give("2026-01-05T09:00:15.1Z stderr F " + record);
  REQUIRE(whole != nullptr);
  CHECK(whole->framed);
  CHECK(lines.give("2026-01-05T09:00:15.1Z stderr P " + record) == nullptr);  // a piece

  const auto docker = [](const std::string& itl, const std::string& time) {
    return R"({"log":"{\"ts\":\"2026-01-05T09:00:15Z\",\"msg\":\"Metrics collected for VA: variant=v, itl=)" +
           itl + R"(ms, ttft=20ms\"}\n","stream":"stderr","time":")" + time + R"("})";
  };
  const KnownRecord* const json = lines.give(docker("9.25", "2026-01-05T09:00:15.1Z"));
  REQUIRE(json != nullptr);
  CHECK(json->outermost == Wrapper::docker);
  CHECK(lines.give(docker("10", "2026-01-05T09:00:16Z")) == json);
  CHECK(json->parsed.observations.front().sample.latency.itl == 10.0);
}

TEST_CASE("The bytes that are remembered are bounded") {
  constexpr std::size_t kSize = 10000;
  constexpr std::size_t kFit = LineMemory::kMostBytes / kSize;
  static_assert(kFit + 10 < LineMemory::kMostLines);
  Lines lines(LineMemory::kMostLines, LineMemory::kLongestLine);
  const auto line = [](std::size_t kind) {
    std::string text = metrics("9.5", "60");
    text.insert(
        text.size() - 2,
        " " + std::string(kSize - text.size(), static_cast<char>(kind < 26 ? 'A' + kind : 'a' + kind - 26)));
    return text;
  };
  for (std::size_t kind = 0; kind < kFit; ++kind)
    REQUIRE(lines.give(line(kind)) != nullptr);
  CHECK(lines.forgotten.empty());
  REQUIRE(lines.give(line(0)) != nullptr);
  for (std::size_t kind = kFit; kind < kFit + 10; ++kind) {
    REQUIRE(lines.give(line(kind)) != nullptr);
    CHECK(lines.forgotten.size() == 1);  // that was used longest ago, and 0 was used again
  }
  CHECK(lines.give(line(0)) != nullptr);
  CHECK(lines.forgotten.empty());
}

}  // namespace
}  // namespace wvagate::ingest
