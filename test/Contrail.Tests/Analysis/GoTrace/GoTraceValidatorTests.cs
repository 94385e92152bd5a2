using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>What the order accepts and a strict reader does not.</summary>
public sealed class GoTraceValidatorTests
{
    private const string Run = "ProcStatus 1 0 1, GoStatus 1 1 7 2, ";

    [Theory]
    [InlineData("7: " + Run + "GoLabel 1 1, UserTaskBegin 1 5 0 1 0, UserTaskEnd 1 5 0", "")]
    [InlineData("7: " + Run + "GoLabel 1 0", "a label is empty")]
    [InlineData("7: " + Run + "UserTaskBegin 1 0 0 1 0", "a task has no id")]
    [InlineData("7: " + Run + "UserTaskBegin 1 -1 0 1 0", "a task has no id")]
    [InlineData("7: " + Run + "STWBegin 1 1 0, GoDestroy 1", "ends inside a range")]
    [InlineData("7: GoStatus 1 1 7 0", "is reported as unknown")]
    [InlineData("7: " + Run + "GoStatus 1 2 7 2", "which has 1")]
    [InlineData("-1: ProcStatus 1 0 1", "runs on no thread")]
    public void Events_must_agree(string drawing, string contradiction)
    {
        GoReading reading = GoReading.Of(GoDrawing.Trace(26, drawing));
        Assert.Equal("", reading.Fault);
        Assert.Equal(contradiction.Length == 0, reading.Contradiction.Length == 0);
        Assert.Contains(contradiction, reading.Contradiction, StringComparison.Ordinal);
    }

    [Fact]
    public void Clocks_advance()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, "7: " + Run);
        file.Clocks(2, 1_000).Strings(2, 2_000).End();
        Assert.Contains("a clock has gone back", GoReading.Of(file.Bytes).Contradiction, StringComparison.Ordinal);
    }
}
