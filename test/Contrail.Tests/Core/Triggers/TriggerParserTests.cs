using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

public sealed class TriggerParserTests
{
    private static readonly string[] Pieces =
    [
        "gc-pause", "exception", "exception:A.B*", "request:\"/a b\"", "request:/orders/{id}", "counter:X/y",
        "event:P/N",
        "pair:P/A..B", "log:Shop.*", "silence", "death:exit", "lag", "default", ">", ">=", "<", "=", "!=", "~", "500ms",
        "10s", "5", "10/s", "30/m", "error", "p99", "p99.9", "worst", "count", "rate", "in", "for", "by", "and", "or",
        "(", ")", "message", "level", "payload.X", "payload.", "type", "route", "\"refused.*\"", "'it''s'", "\"",
        "1e400", "-1", "NaN", ":", "µ", "\0", "\uD800", "(a+)+$", "in 1m", "for 10s", " and ", " or ", " in 10s", ">2s",
    ];

    [Theory]
    [InlineData("gc-pause>500ms", "gc-pause>500ms")]
    [InlineData("GC-PAUSE > 0.5s FOR 90s", "gc-pause>500ms for 90s")]
    [InlineData("exception:System.TimeoutException rate>10/s", "exception:System.TimeoutException rate>10/s in 1s")]
    [InlineData("exception rate>10/s in 1m", "exception rate>10/s in 1m")]
    [InlineData("exception message~refused.* count>=5 in 1m", "exception message~\"refused.*\" count>=5 in 1m")]
    [InlineData("exception count=3", "exception count=3")]
    [InlineData("starvation", "starvation")]
    [InlineData("counter:System.Runtime/cpu-usage>90 for 30s", "counter:System.Runtime/cpu-usage>90 for 30s")]
    [InlineData("request:/orders/{id}>2s", "request:/orders/{id}>2s")]
    [InlineData("request:\"GET /orders (x)\">2s", "request:\"GET /orders (x)\">2s")]
    [InlineData("request p99>1s", "request p99>1s in 1m")]
    [InlineData("request>p99 in 10m", "request>p99 in 10m")]
    [InlineData("request>1s count>5 in 10s by route", "request>1s by route count>5 in 10s")]
    [InlineData("event:Shop/Failed payload.X>5 payload.Y='a b'", "event:Shop/Failed payload.X>5 payload.Y=\"a b\"")]
    [InlineData("event:Shop/Failed payload.X=\"and\"", "event:Shop/Failed payload.X=\"and\"")]
    [InlineData("pair:Shop/Start..Stop by payload.Id >2s", "pair:Shop/Start..Stop>2s by payload.Id")]
    [InlineData("log:Shop.* level>=error", "log:Shop.* level>=error")]
    [InlineData("log>=warn rate>10/m", "log level>=warning rate>10/m in 1m")]
    [InlineData("gc-pause worst", "gc-pause worst in 1h")]
    [InlineData("lag>2s and gc-pause>1s", "lag>2s and gc-pause>1s in 10s")]
    [InlineData("lag>2s or gc-pause>1s and death in 1m", "lag>2s or gc-pause>1s and death in 1m")]
    [InlineData("((lag>2s) or death) and starvation in 1m", "(lag>2s or death) and starvation in 1m")]
    [InlineData("lag>2s and (exception count>3) in 1m", "lag>2s and (exception count>3) in 1m")]
    [InlineData("lag>2s and exception count>3 in 1m", "lag>2s and exception count>3 in 1m in 10s")]
    public void Expressions_have_one_canonical_text(string expression, string canonical)
    {
        Condition? condition = TriggerParser.Parse(expression, out TriggerError? error);
        Assert.Null(error);
        Assert.Equal(canonical, condition!.ToString());
        Assert.Equal(canonical, TriggerParser.Parse(canonical, out _)!.ToString());
    }

    [Theory]
    [InlineData("", 0, "a condition is missing", "a signal: gc-pause")]
    [InlineData("gc-puase>1s", 0, "unknown signal 'gc-puase'; did you mean 'gc-pause'?", "a signal: gc-pause")]
    [InlineData("lag>2s and excepton", 11, "did you mean 'exception'?", "starvation")]
    [InlineData("gc-pause>500", 9, "'500' is not a limit", "a duration with a unit, such as 500ms")]
    [InlineData("gc-pause>", 9, "'' is not a limit", "a duration")]
    [InlineData("gc-pause:x>1s", 8, "'gc-pause' has no subject", "no ':'")]
    [InlineData("exception:", 10, "the subject is missing", "a type or a pattern with *")]
    [InlineData("exception>5", 9, "'exception' has no value to compare", "'message', 'count', 'rate'")]
    [InlineData("exception mesage~x", 10, "unknown word 'mesage'; did you mean 'message'?", "'message'")]
    [InlineData("exception message~\"(\"", 18, "the regular expression is invalid", "a regular expression")]
    [InlineData("exception message~\"x", 18, "the quote has no end", "a closing quote")]
    [InlineData("exception rate>10", 15, "the limit is missing", "a rate, such as 10/s")]
    [InlineData("exception rate<10/s", 10, "cannot be low", "> or >=")]
    [InlineData("exception rate>10/s rate>20/s", 20, "a second measure, 'rate'", "'for'")]
    [InlineData("exception count>20000 in 1m", 16, "more than 10000 observations", "a shorter time")]
    [InlineData("exception p99>1s", 10, "'exception' has no value with a 'p99'", "'count'")]
    [InlineData("gc-pause>1s for", 15, "'for' has no duration", "such as 10s")]
    [InlineData("gc-pause>1s in 10s", 12, "'in' is not after", "'and', 'or' or the end")]
    [InlineData("gc-pause>1s >2s", 12, "a second limit", "'count'")]
    [InlineData("(gc-pause>1s", 12, "the parenthesis has no end", "')'")]
    [InlineData("gc-pause>1s)", 11, "unexpected ')'", "the end of the expression")]
    [InlineData("counter>5", 0, "'counter' requires a subject", ":COUNTER")]
    [InlineData("counter:a/b", 11, "the limit is missing", "a limit")]
    [InlineData("pair:Shop/Start>2s", 0, "the pair has no two events", "Provider/Start..Stop")]
    [InlineData("silence<5s", 0, "silence has only a lower limit", "> and a duration")]
    [InlineData("default or lag>2s", 0, "'default' is a set of rules", "a signal")]
    [InlineData("log level>=bad", 11, "'bad' is not a limit", "trace, debug")]
    [InlineData("request>2s by type", 14, "'request' cannot be separated by 'type'", "route")]
    public void An_error_has_a_position_what_is_expected_and_an_example(
        string expression, int position, string message, string expected)
    {
        Assert.Null(TriggerParser.Parse(expression, out TriggerError? error));
        Assert.Equal(position, error!.Position);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.NotNull(TriggerParser.Parse(error.Example, out _));
    }

    [Fact]
    public void Any_text_is_an_error_or_a_condition_whose_canonical_text_is_the_same_condition()
    {
        Random random = new(13);
        int validCount = 0;
        for (int round = 0; round < 25_000; round++)
        {
            string expression = Expression(random);
            Condition? condition = TriggerParser.Parse(expression, out TriggerError? error);
            Assert.True((condition is null) == (error is not null), expression);
            if (condition is null)
            {
                Assert.InRange(error!.Position, 0, expression.Length);
                continue;
            }

            validCount++;
            string canonical = condition.ToString();
            Condition? again = TriggerParser.Parse(canonical, out TriggerError? reason);
            Assert.True(again is not null, $"{expression} → {canonical}: {reason}");
            Assert.Equal(canonical, again.ToString());
            Assert.Equal(Shape(condition), Shape(again));
            Assert.NotNull(condition.NewState());
        }

        Assert.InRange(validCount, 300, 25_000);
    }

    [Fact]
    public void Long_and_deep_expressions_are_errors()
    {
        Assert.Null(TriggerParser.Parse(new string('(', 900), out TriggerError? deep));
        Assert.Contains("inside each other", deep!.Message, StringComparison.Ordinal);
        Assert.Null(TriggerParser.Parse(string.Join(" or ", Enumerable.Repeat("death", 21)), out TriggerError? many));
        Assert.Contains("more than 20 conditions", many!.Message, StringComparison.Ordinal);
        Assert.Null(TriggerParser.Parse(new string('x', 2_000), out TriggerError? tooLong));
        Assert.Contains("too long", tooLong!.Message, StringComparison.Ordinal);
    }

    // Mostly valid beginnings, so that many expressions get far.
    private static string Expression(Random random)
    {
        int count = random.Next(1, 9);
        string separator = random.Next(3) == 0 ? "" : " ";
        string begin = random.Next(2) == 0 ? Signals.All[random.Next(Signals.All.Count)].Example + " " : "";
        return begin + string.Join(
            separator, Enumerable.Range(0, count).Select(_ => Pieces[random.Next(Pieces.Length)]));
    }

    // Everything that decides, without the order in which it is printed.
    private static string Shape(Condition condition) => condition switch
    {
        GroupCondition group => $"[{group.WithinNanoseconds}: {string.Join(", ", group.Parts.Select(Shape))}]",
        SignalCondition one => $"{one.Signal.Name}|{one.Subject}|{one.Value}|{one.Key}|{one.IsKeyPayload}|"
            + $"{one.Measure}|{one.HoldNanoseconds}|"
            + $"{string.Join(";", one.Tests.Select(test => test with { Pattern = null }))}",
        _ => "",
    };
}
