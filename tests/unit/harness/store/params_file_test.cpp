#include "harness/store/params_file.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

#include <unistd.h>

#include "tests/support/catch.hpp"

using namespace wvagate;
using namespace wvagate::store;

namespace {

/// A file with `text` in it, for as long as the object lives.
class File {
 public:
  explicit File(const std::string& text) {
    char name[] = "/tmp/wvagate-params-XXXXXX";
    const int descriptor = ::mkstemp(name);
    REQUIRE(descriptor >= 0);
    ::close(descriptor);
    path_ = name;
    std::ofstream(path_) << text;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void check(const ParameterOverrides& parameters, double alpha, double beta, double gamma, double delta) {
  CHECK(parameters.alpha == alpha);
  CHECK(parameters.beta == beta);
  CHECK(parameters.gamma == gamma);
  CHECK(parameters.delta == delta);
}

constexpr const char* kResource = R"(apiVersion: llmd.ai/v1alpha1
kind: VariantAutoscaling
metadata:
  name: decode
spec:
  modelID: some/model
  modelProfile:
    accelerators:
      - acc: "H100"
        accCount: 1
        perfParms:
          decodeParms:
            alpha: "7.47"
            beta: "0.044"
          prefillParms:
            gamma: "15.415"
            delta: "3.37e-04"
        maxBatchSize: 256
      - acc: L40S
        perfParms:
          decodeParms: {alpha: 22.619, beta: 0.181}
          prefillParms: {gamma: 226.19, delta: 0.018}
)";

}  // namespace

TEST_CASE("A VariantAutoscaling resource gives each accelerator's parameters") {
  const File file(kResource);
  const auto all = read_parameters_file(file.path());
  REQUIRE(all);
  REQUIRE(all.value().size() == 2);
  check(all.value().at("H100"), 7.47, 0.044, 15.415, 3.37e-4);
  check(all.value().at("L40S"), 22.619, 0.181, 226.19, 0.018);
}

TEST_CASE("A perfParms block alone is for every accelerator") {
  const File file("perfParms:\n  decodeParms: {alpha: 1, beta: 2}\n  prefillParms: {gamma: 3, delta: 4}\n");
  const auto all = read_parameters_file(file.path());
  REQUIRE(all);
  REQUIRE(all.value().size() == 1);
  check(all.value().at(""), 1, 2, 3, 4);
}

TEST_CASE("JSON gives parameters alone or by accelerator") {
  const File alone(R"({"alpha": 1, "beta": 2, "gamma": 3, "delta": 4})");
  const auto one = read_parameters_file(alone.path());
  REQUIRE(one);
  check(one.value().at(""), 1, 2, 3, 4);

  const File named(R"({"H100": {"alpha": 1, "beta": 2, "gamma": 3, "delta": 4}, "A100": {"alpha": 9}})");
  const auto two = read_parameters_file(named.path());
  REQUIRE(two);
  check(two.value().at("H100"), 1, 2, 3, 4);
  CHECK(two.value().at("A100").alpha == 9);
  CHECK_FALSE(two.value().at("A100").beta);
}

TEST_CASE("A bad file of parameters is refused with file and line") {
  const File number("decodeParms:\n  alpha: seven\n");
  const auto not_a_number = read_parameters_file(number.path());
  REQUIRE_FALSE(not_a_number);
  CHECK(describe(not_a_number.error()) == number.path() + ":2: alpha is \"seven\", not a number from 0 up");

  const File negative("alpha: -1\n");
  CHECK_FALSE(read_parameters_file(negative.path()));

  const File broken("a: [1, 2\nb: }\n");
  const auto neither = read_parameters_file(broken.path());
  REQUIRE_FALSE(neither);
  CHECK(neither.error().line > 0);
  CHECK(neither.error().what.find("is neither YAML nor JSON") == 0);

  const File empty("kind: ConfigMap\n");
  const auto none = read_parameters_file(empty.path());
  REQUIRE_FALSE(none);
  CHECK(none.error().what == "holds no parameters");
  const File nothing("");
  CHECK(read_parameters_file(nothing.path()).error().what == "is empty");

  const auto missing = read_parameters_file("/nonexistent/params.yaml");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().what == "cannot be opened");
}

TEST_CASE("What a bad file of parameters holds cannot steer the terminal") {
  for (const std::string& text :
       {std::string("\0\0{", 3), std::string("a: \"\\\x1b\""), std::string("alpha: \x1b")}) {
    const File file(text);
    const auto all = read_parameters_file(file.path());
    REQUIRE_FALSE(all);
    const std::string told = describe(all.error());
    CHECK(std::none_of(told.begin(), told.end(), [](char c) { return c >= 0 && c < ' ' && c != '\n'; }));
  }
}

TEST_CASE("A file that the YAML library would read for ever is refused") {
  for (const char* const text : {"!a,b\n", "!lp,", "alpha: 1\n---\n!a,b\n"}) {
    CAPTURE(text);
    const File file(text);
    const auto all = read_parameters_file(file.path());
    REQUIRE_FALSE(all);
    CHECK(all.error().what.find("is neither YAML nor JSON") != std::string::npos);
  }
  const File documents("---\n---\nalpha: 1\n---\nalpha: 1\nbeta: 2\n...\n---\n");
  CHECK(read_parameters_file(documents.path()).ok());
}

TEST_CASE("A file with the parameters of several models is refused") {
  const File file("- acc: H100\n  alpha: 1\n- acc: A100\n  alpha: 2\n- acc: H100\n  alpha: 2.5\n");
  const auto all = read_parameters_file(file.path());
  REQUIRE_FALSE(all);
  CHECK(describe(all.error()).find(file.path() + ":6: alpha of \"H100\" is given twice, as 1 and 2.5") == 0);
}

TEST_CASE("A file whose aliases have no end or no measure is refused") {
  const auto refused = [](const std::string& text) {
    const File file(text);
    const auto all = read_parameters_file(file.path());
    return !all && all.error().what.find("nested too deeply") != std::string::npos;
  };
  CHECK(refused("a: &a\n  b: *a\n"));
  CHECK(refused("&a [*a]\n"));
  std::string growing = "a0: &a0 {alpha: 1}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    growing += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  CHECK(refused(growing));
  const File once("a: &a {alpha: 1}\nH100: *a\n");
  CHECK(read_parameters_file(once.path()).ok());
}

TEST_CASE("Parameters on the command line are for all accelerators or for one") {
  ParametersByAccelerator all;
  REQUIRE(parse_parameters("--params", "alpha=1,beta=2,gamma=3,delta=3.37e-05", all));
  REQUIRE(parse_parameters("--params", "H100:alpha=5", all));
  check(all.at(""), 1, 2, 3, 3.37e-5);
  CHECK(all.at("H100").alpha == 5);
  CHECK_FALSE(all.at("H100").beta);
}

TEST_CASE("Bad parameters on the command line are refused") {
  for (const char* text :
       {"", "alpha", "alpha=", "alpha=x", "alpha=-1", "alpha=NaN", "epsilon=1", "alpha=1,,beta=2"}) {
    CAPTURE(text);
    ParametersByAccelerator all;
    CHECK_FALSE(parse_parameters("--params", text, all));
  }
}
