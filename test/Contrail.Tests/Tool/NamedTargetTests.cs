using Contrail.Tool.Commands;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class NamedTargetTests
{
    private static readonly ListedTarget Ready = Target(7, Attachability.Ready);
    private static readonly ListedTarget Foreign = Target(8, Attachability.OtherUser);

    [Fact]
    public void The_only_recordable_process_of_several_is_chosen() => AssertChosen(7, Foreign, Ready);

    [Fact]
    public void A_single_process_out_of_reach_is_meant_and_its_reason_follows() => AssertChosen(8, Foreign);

    [Fact]
    public void Several_in_reach_are_listed_without_the_others() =>
        AssertProblem("2 processes are named app (7, 9); ", Ready, Foreign, Target(9, Attachability.Ready));

    [Fact]
    public void When_none_is_recordable_the_reason_is_reported() =>
        AssertProblem("None of the 2 processes named app can be recorded: why 8", Foreign, Target(9, Foreign.Status));

    [Fact]
    public void Without_any_the_message_refers_to_the_listing() => AssertProblem("No .NET process is named app");

    private static ListedTarget Target(int pid, Attachability status) =>
        new() { Pid = pid, Name = "app", CommandLine = "app", Status = status, Reason = $"why {pid}" };

    private static void AssertChosen(int pid, params ListedTarget[] found)
    {
        Assert.True(NamedTarget.TryChoose("app", found, out int chosen, out string problem));
        Assert.Equal((pid, ""), (chosen, problem));
    }

    private static void AssertProblem(string expected, params ListedTarget[] found)
    {
        Assert.False(NamedTarget.TryChoose("app", found, out _, out string problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }
}
