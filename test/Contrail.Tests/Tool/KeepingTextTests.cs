using Contrail.Agent.Keeping;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>What is reported about a folder of snapshots.</summary>
public sealed class KeepingTextTests
{
    [Fact]
    public void Each_problem_has_one_sentence_with_the_folder_or_the_failure() => Assert.All(
        Enum.GetValues<KeepingProblem>().Where(problem => problem != KeepingProblem.None), problem =>
        {
            string line = Assert.Single(KeepingText.Lines(KeepingLimit.None, problem, "no permission.", "traces"));
            Assert.True(line.Contains("traces", StringComparison.Ordinal)
                || line.Contains("no permission", StringComparison.Ordinal));
            Assert.EndsWith(".", line, StringComparison.Ordinal);
            Assert.DoesNotContain("..", line, StringComparison.Ordinal);
        });

    [Fact]
    public void Limits_that_are_exceeded_are_named_by_their_options() => Assert.StartsWith(
        "traces exceeds --keep, --min-free: the newest snapshot",
        Assert.Single(KeepingText.Lines(
            KeepingLimit.Count | KeepingLimit.Free, KeepingProblem.None, "", "traces")),
        StringComparison.Ordinal);

    [Fact]
    public void Without_a_problem_nothing_is_reported() =>
        Assert.Empty(KeepingText.Lines(KeepingLimit.None, KeepingProblem.None, "", "traces"));
}
