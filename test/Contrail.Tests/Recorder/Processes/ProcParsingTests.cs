using Contrail.Processes;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

public sealed class ProcParsingTests
{
    private const string Fields = "1 2 3 0 -1 4194304 1 0 0 0 5 6 0 0 20 0 13 0 987654 100 200";

    [Theory]
    [InlineData("42 (app) S ")]
    [InlineData("42 (a b) c) S ")]                                             // The name may hold anything.
    [InlineData("42 () R 9 9 9) S ")]
    public void Reads_the_fields_after_the_last_parenthesis(string beginning)
    {
        Assert.True(ProcStat.TryParse(beginning + Fields, out ProcStat stat));
        Assert.Equal(new ProcStat('S', 13, 987654) { ParentPid = 1 }, stat);
        Assert.False(stat.IsDead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 app S 1 2 3")]
    [InlineData("42 (app) S 1 2 3")]
    [InlineData("42 (app)")]
    public void Refuses_a_line_that_is_short(string line) => Assert.False(ProcStat.TryParse(line, out _));

    [Fact]
    public void A_zombie_is_dead()
    {
        Assert.True(ProcStat.TryParse("42 (app) Z " + Fields, out ProcStat stat));
        Assert.True(stat.IsDead);
    }

    [Theory]
    [InlineData("Name:\tx\nTgid:\t5\nUid:\t1\t2\t3\t4\nNSpid:\t5\t77\t8\n", 5, 2u, 8)]
    [InlineData("Tgid:\t5\nUid:\t0\t0\t0\t0\nNSpid:\t5\n", 5, 0u, 5)]
    [InlineData("Tgid:\t5\nUid:\t0\t0\t0\t0\n", 5, 0u, 5)]                     // No namespaces in this kernel.
    public void Reads_a_status(string text, int leaderPid, uint effectiveUid, int innermostPid)
    {
        Assert.True(ProcStatus.TryParse(text, out ProcStatus status));
        Assert.Equal(new ProcStatus(leaderPid, effectiveUid, innermostPid), status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Tgid:\t5\n")]
    [InlineData("Tgid:\tx\nUid:\t0\t0\t0\t0\n")]
    [InlineData("Tgid:\t5\nUid:\t0\tx\t0\t0\n")]
    public void Refuses_a_status_without_the_facts(string text) => Assert.False(ProcStatus.TryParse(text, out _));

    [Fact]
    public void Hostile_text_never_throws() =>
        Gen.String.Sample(text =>
        {
            _ = ProcStat.TryParse("1 (a)" + text, out _);
            _ = ProcStatus.TryParse("Tgid:" + text, out _);
        });
}
