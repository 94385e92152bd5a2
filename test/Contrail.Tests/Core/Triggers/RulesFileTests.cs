using System.Text;
using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

public sealed class RulesFileTests
{
    private const long Second = TriggerScript.Second;

    private const string Valid = """
        {
          // Comments and trailing commas are allowed.
          "schema": "contrail.triggers/1",
          "rules": [
            {
              "name": "slow gc",
              "on": "gc-pause>500ms",
              "after": "2s", "cooldown": "5m", "maxPerHour": 3, "maxPerDay": 20,
              "actions": [
                { "run": ["/usr/bin/notify", "--now"], "timeout": "30s" },
                { "webhook": "https://localhost/hook" },
                { "log": true },
              ],
            },
            { "name": "usual", "on": "default" },
          ],
        }
        """;

    [Fact]
    public void A_file_contains_rules_with_their_limits_and_actions()
    {
        IReadOnlyList<TriggerRule>? rules = Read(Valid, out RulesError? error);
        Assert.Null(error);
        TriggerRule rule = rules![0];
        Assert.Equal(("slow gc", "gc-pause>500ms"), (rule.Name, rule.On.ToString()));
        Assert.Equal((2 * Second, 300 * Second), (rule.AfterNanoseconds, rule.CooldownNanoseconds));
        Assert.Equal((3, 20), (rule.MaxPerHour, rule.MaxPerDay));
        Assert.Equal(
            [TriggerActionKind.Run, TriggerActionKind.Webhook, TriggerActionKind.Log],
            rule.Actions.Select(action => action.Kind));
        Assert.Equal(["/usr/bin/notify", "--now"], rule.Actions[0].Command);
        Assert.Equal([30 * Second, 10 * Second], rule.Actions.Take(2).Select(action => action.TimeoutNanoseconds));
        Assert.Equal("https://localhost/hook", rule.Actions[1].Url);
        Assert.Equal(TriggerRules.Default.Select(one => $"usual: {one.Name}"), rules.Skip(1).Select(one => one.Name));
        Assert.All(rules.Skip(1), one => Assert.Equal(TriggerRule.DefaultMaxPerDay, one.MaxPerDay));
        Assert.Equal(6, new TriggerSet(rules).States.Count);
        Assert.NotNull(RulesFile.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Valid)], out _));
    }

    [Theory]
    [InlineData("\"after\": \"2s\"", "\"after\": \"2\"", 8, "rules[0].after", "expected a duration with a unit")]
    [InlineData("\"after\": \"2s\"", "\"after\": 2", 8, "rules[0].after", "expected a string")]
    [InlineData("\"after\"", "\"afer\"", 8, "rules[0].afer", "unknown property; did you mean 'after'?")]
    [InlineData("gc-pause>500ms", "gc-pause>500", 7, "rules[0].on", "'500' is not a limit at character 10")]
    [InlineData("\"maxPerHour\": 3", "\"maxPerHour\": 0", 8, "rules[0].maxPerHour", "expected an integer from 1")]
    [InlineData("\"maxPerHour\": 3", "\"maxPerHour\": 3.5", 8, "rules[0].maxPerHour", "expected an integer")]
    [InlineData("\"maxPerDay\": 20", "\"maxPerHour\": 20", 8, "rules[0].maxPerHour", "the property is there twice")]
    [InlineData("slow gc", "", 6, "rules[0].name", "expected 1 to 100 characters")]
    [InlineData("\"name\": \"slow gc\",", "", 14, "rules[0]", "'name' is missing")]
    [InlineData("\"name\": \"usual\"", "\"name\": \"usual\", \"name\": \"x\"", 15, "rules[1].name", "there twice")]
    [InlineData("\"on\": \"default\"", "\"after\": \"1s\"", 15, "rules[1]", "'on' is missing")]
    [InlineData("usual\", \"on\": \"default", "slow gc\", \"on\": \"death", 15, "rules[1]", "a second rule")]
    [InlineData("triggers/1", "triggers/2", 3, "schema", "expected contrail.triggers/1")]
    [InlineData("\"/usr/bin/notify\", \"--now\"", "", 10, "rules[0].actions[0].run", "the program is missing")]
    [InlineData("\"--now\"", "5", 10, "rules[0].actions[0].run[1]", "expected a string")]
    [InlineData("\"30s\"", "\"2h\"", 10, "rules[0].actions[0].timeout", "at most 1h")]
    [InlineData("https:", "ftp:", 11, "rules[0].actions[1].webhook", "expected an absolute URL")]
    [InlineData("\"log\": true", "\"log\": false", 12, "rules[0].actions[2].log", "expected true")]
    [InlineData("\"log\": true", "", 12, "rules[0].actions[2]", "expected 'run', 'webhook' or 'log'")]
    [InlineData("\"log\": true", "\"log\": true, \"run\": [\"x\"]", 12, "rules[0].actions[2].run", "a second action")]
    [InlineData("\"log\": true", "\"log\": true, \"timeout\": \"1s\"", 12, "rules[0].actions[2]", "has no timeout")]
    [InlineData("\"log\"", "\"\\uD800\"", 12, "", "invalid characters in a string")]
    [InlineData("\"rules\": [", "\"rules\": [[", 4, "rules[0]", "expected an object")]
    [InlineData("{ \"log\": true },", "{ \"log\": tru },", 12, "", "invalid JSON")]
    public void An_error_has_its_line_place_and_reason(
        string part, string wrong, int line, string place, string message)
    {
        Assert.Null(Read(Valid.Replace(part, wrong, StringComparison.Ordinal), out RulesError? error));
        Assert.Equal((line, place), (error!.Line, error.Place));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"contrail.triggers/1\"}")]
    [InlineData("{\"schema\":\"contrail.triggers/1\",\"rules\":{}}")]
    [InlineData("{\"schema\":\"contrail.triggers/1\",\"rules\":[]} x")]
    public void Other_content_is_an_error(string content)
    {
        Assert.Null(Read(content, out RulesError? error));
        Assert.Equal(1, error!.Line);
    }

    [Fact]
    public void Sizes_are_limited()
    {
        string many = string.Join(",", Enumerable.Range(0, 101).Select(at => $$"""{"name":"{{at}}","on":"death"}"""));
        Assert.Null(Read($$"""{"schema":"contrail.triggers/1","rules":[{{many}}]}""", out RulesError? error));
        Assert.Equal("more than 100 rules", error!.Message);
        Assert.Null(Read(Valid.Replace("death", new string(' ', RulesFile.MaxBytes), StringComparison.Ordinal)
            + new string(' ', RulesFile.MaxBytes), out error));
        Assert.Contains("larger than", error!.Message, StringComparison.Ordinal);
        Assert.Null(Read(Valid.Replace("--now", new string('x', 5_000), StringComparison.Ordinal), out error));
        Assert.Contains("longer than 4096", error!.Message, StringComparison.Ordinal);
        string actions = string.Join(",", Enumerable.Repeat("{ \"log\": true }", 11));
        Assert.Null(Read(Valid.Replace("{ \"log\": true }", actions, StringComparison.Ordinal), out error));
        Assert.Equal("more than 10 actions", error!.Message);
    }

    [Fact]
    public void Any_bytes_are_an_error_or_rules()
    {
        Random random = new(11);
        byte[] valid = Encoding.UTF8.GetBytes(Valid);
        int errorCount = 0;
        for (int round = 0; round < 8_000; round++)
        {
            byte[] bytes = [.. valid.AsSpan(0, random.Next(10) == 0 ? random.Next(valid.Length) : valid.Length)];
            for (int change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
            {
                int at = random.Next(bytes.Length);
                bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : valid[random.Next(valid.Length)];
            }

            IReadOnlyList<TriggerRule>? rules = RulesFile.Read(bytes, out RulesError? error);
            Assert.True((rules is null) == (error is not null));
            errorCount += error is null ? 0 : 1;
            Assert.True(error is null || error.Line is >= 1 and <= 20, $"{error}");
            if (rules is not null)
            {
                Assert.Equal(rules.Count, new TriggerSet(rules).States.Count);
            }
        }

        Assert.InRange(errorCount, 3_000, 8_000);
    }

    private static IReadOnlyList<TriggerRule>? Read(string content, out RulesError? error) =>
        RulesFile.Read(Encoding.UTF8.GetBytes(content), out error);
}
