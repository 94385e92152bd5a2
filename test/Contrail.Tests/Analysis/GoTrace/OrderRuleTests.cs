using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>Each rule of the order, in the smallest trace that meets it: real ones meet few.</summary>
public sealed class OrderRuleTests
{
    private const string Run = "ProcStatus 1 0 1, GoStatus 1 1 7 2, ";

    [Theory]
    [InlineData("7: ProcStatus 1 0 5", "invalid status for proc 0: 5")]
    [InlineData("7: ProcStatus 1 0 1, ProcStatus 1 0 2", "inconsistent status for proc 0")]
    [InlineData("7: GoStatus 1 1 7 5", "invalid status for goroutine 1: 5")]
    [InlineData("7: GoStatus 1 1 7 1, GoStatus 1 1 7 4", "inconsistent status for goroutine 1")]
    [InlineData("7: GoStatus 1 1 -1 3", "found goroutine 1 in syscall without a thread")]
    [InlineData("-1: GoStatus 1 1 9 3, GoStatus 1 2 9 3", "a syscall on thread 9, which has 1")]
    [InlineData("7: ProcStop 1", "expected a proc but didn't have one")]
    [InlineData("7: ProcsChange 1 2 0", "expected a proc but didn't have one")]
    [InlineData("-1: HeapAlloc 1 2", "expected a thread but didn't have one")]
    [InlineData("7: ProcStatus 1 0 1, GoStop 1 1 0", "expected a goroutine but didn't have one")]
    [InlineData("7: " + Run + "GoStatus 1 2 -1 1, GoStart 1 2 1", "expected no goroutine but had one")]
    [InlineData("7: " + Run + "GoCreate 1 1 0 0", "exists already")]
    [InlineData("7: " + Run + "GoCreateSyscall 1 5", "expected no goroutine but had one")]
    [InlineData("7: GoStatus 1 1 7 1, GoCreateSyscall 1 1", "exists already")]
    [InlineData("7: " + Run + "GoSyscallBegin 1 9 0", "has the number 9 after 0")]
    [InlineData("7: " + Run + "GoSyscallEnd 1", "which is not Syscall")]
    [InlineData("7: " + Run + "GoSyscallBegin 1 1 0, GoBlock 1 1 0", "which is not Running")]
    [InlineData("7: " + Run + "GoSyscallBegin 1 1 0, GoCreate 1 2 0 0", "which is not Running")]
    [InlineData("7: " + Run + "GoSyscallBegin 1 1 0, ProcSteal 1 0 2 9", "which has it not")]
    [InlineData("7: " + Run + "STWBegin 1 1 0, STWBegin 1 1 0", "on already")]
    [InlineData("7: " + Run + "STWEnd 1", "without STWBegin")]
    [InlineData("7: " + Run + "STWBegin 1 9 0", "found invalid string ID 9 for event STWBegin")]
    [InlineData("7: " + Run + "GCSweepEnd 1 0 0", "without GCSweepBegin")]
    [InlineData("7: " + Run + "GCSweepActive 1 8", "which does not exist")]
    [InlineData("7: " + Run + "GCMarkAssistActive 1 8", "which does not exist")]
    [InlineData("7: " + Run + "GCMarkAssistActive 1 1, GCMarkAssistActive 1 1", "not what was known")]
    [InlineData("7: " + Run + "GCBegin 1 5 0, GCBegin 1 6 0", "while a collection runs")]
    [InlineData("7: " + Run + "GCBegin 1 5 0, GCActive 1 6", "not what was known")]
    [InlineData("7: " + Run + "GCActive 1 5, GCEnd 1 6, GCEnd 1 7", "while no collection runs")]
    [InlineData("7: " + Run + "GCBegin 1 5 0, GCEnd 1 7", "failed to advance")]
    [InlineData("7: " + Run + "UserTaskBegin 1 5 0 1 0, UserTaskBegin 1 5 0 1 0", "has already started")]
    [InlineData("7: " + Run + "UserTaskBegin 1 5 0 9 0", "found invalid string ID 9 for event UserTaskBegin")]
    [InlineData("7: " + Run + "UserRegionBegin 1 0 1 0, UserRegionEnd 1 0 2 0", "not its innermost")]
    [InlineData("7: " + Run + "UserRegionBegin 1 0 1 0, UserRegionEnd 1 5 1 0", "not its innermost")]
    [InlineData("7: " + Run + "GoLabel 1 9", "found invalid string ID 9 for event GoLabel")]
    [InlineData("7: " + Run + "GoStop 1 1 9", "found invalid stack ID 9 for event GoStop")]
    [InlineData("7: " + Run + "GoCreate 1 2 9 1", "found invalid stack ID 9 for event GoCreate")]
    [InlineData("7: " + Run + "GoUnblock 1 2 1 0", "failed to advance")]
    public void Impossible_events_are_rejected(string drawing, string fault) =>
        Assert.Contains(fault, GoReading.Of(GoDrawing.Trace(26, drawing)).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData("7: GoStatus 1 1 7 4", "7: GoStatus 1 2 7 4", "found goroutine status for new goroutine")]
    [InlineData("7: " + Run, "7: GoStatus 1 1 7 2, GCMarkAssistActive 1 1", "not what was known")]
    [InlineData("7: GoStatus 1 1 7 3", "8: GoStatus 1 1 8 3", "a syscall on thread 8, which has -1")]
    public void A_later_generation_must_agree(string first, string second, string fault) =>
        Assert.Contains(fault, GoReading.Of(GoDrawing.Trace(26, first, second)).Fault, StringComparison.Ordinal);

    // The times of each thread's events; which of them is last although it is the earliest.
    [Theory]
    [InlineData("7: ProcStatus 1 0 1, GoStatus 1 1 7 2, GoCreate 90 2 1 1; 8: ProcStatus 1 1 1, GoStart 1 2 1",
        "M=8 P=1 G=-1 StateTransition Time=1093 GoID=2 Runnable->Running")]
    [InlineData("7: ProcStatus 1 0 1, ProcStop 90; 8: ProcStart 1 0 1",
        "M=8 P=-1 G=-1 StateTransition Time=1092 ProcID=0 Idle->Running")]
    [InlineData("7: ProcStatus 1 0 1, GoStatus 1 1 7 2, GoBlock 90 1 0; 8: GoUnblock 1 1 1 0",
        "M=8 P=-1 G=-1 StateTransition Time=1093 GoID=1 Waiting->Runnable")]
    [InlineData("7: ProcStatus 1 0 1, GoStatus 1 1 7 2, GoSyscallBegin 1 1 0, GoSyscallEndBlocked 1; "
        + "8: ProcStatus 1 1 1, ProcSteal 90 0 2 7",
        "M=7 P=-1 G=1 StateTransition Time=1092 GoID=1 Syscall->Runnable")]
    public void An_event_waits_for_the_events_that_must_precede_it(string drawing, string last)
    {
        GoReading reading = GoReading.Of(GoDrawing.Trace(26, drawing));
        Assert.Equal("", reading.Fault);
        Assert.StartsWith(last, reading.Lines[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GoSwitch 1 2 1", "GoID=2 Waiting->Runnable|GoID=1 Running->Waiting|GoID=2 Runnable->Running")]
    [InlineData("GoSwitchDestroy 1 2 1", "GoID=2 Waiting->Runnable|GoID=1 Running->NotExist|GoID=2 Runnable->Running")]
    [InlineData("GoSyscallBegin 1 1 0, GoDestroySyscall 1",
        "GoID=1 Running->Syscall|ProcID=0 Running->Idle|GoID=1 Syscall->NotExist")]
    public void One_event_may_expand_to_several(string events, string reported)
    {
        GoReading reading = GoReading.Of(GoDrawing.Trace(26, $"7: GoStatus 1 2 -1 4, {Run}{events}"));
        Assert.Equal("", reading.Fault);
        Assert.Equal(reported, string.Join('|', reading.Lines[^4..^1].Select(line =>
            line[line.IndexOf("ID=", StringComparison.Ordinal)..].Split(" Reason")[0])
            .Select((tail, index) => (reading.Lines[^4..^1][index].Contains(" ProcID=", StringComparison.Ordinal)
                ? "Proc" : "Go") + tail)));
    }

    [Fact]
    public void A_task_may_end_in_a_generation_that_does_not_have_its_text()
    {
        GoReading reading = GoReading.Of(GoDrawing.Trace(
            26, $"7: {Run}UserTaskBegin 1 5 3 1 0", "7: ProcStatus 1 0 1, GoStatus 1 1 7 2, UserTaskEnd 1 5 0"));
        Assert.EndsWith("ID=5 Parent=3 Type=\"one\"", reading.Lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void An_abandoned_proc_is_reported_with_its_position_if_known()
    {
        GoReading reading = GoReading.Of(GoDrawing.Trace(
            26, $"7: {Run}GoSyscallBegin 1 1 0", "8: ProcStatus 1 0 4; 7: GoStatus 2 1 7 3"));
        Assert.Equal("", reading.Fault);
        const string Line = "M=7 P=0 G=1 StateTransition Time=2001 ProcID=0 Running->Running";
        Assert.Contains(reading.Lines, line => line.StartsWith(Line, StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_are_ordered_by_their_time()
    {
        GoTraceFile file = new(26);
        file.Clocks(1, 1_000)
            .Batch(1, 7, 1_000, GoDrawing.Events($"{Run}GoLabel 10 1, GoLabel 10 2"))
            .Batch(1, GoTraceFile.NoThread, 1_000, [0x06, .. Sample(1_015), .. Sample(1_005)])
            .Strings(1, 1_000)
            .Batch(1, GoTraceFile.NoThread, 1_000, [0x04, 0x05, 0x02, 0x01, (byte)'x'])
            .End();
        Assert.Equal(
            "Sync StateTransition StateTransition StackSample Label StackSample Label Sync",
            string.Join(' ', GoReading.Of(file.Bytes).Lines.Select(line => line.Split(' ')[3])));
    }

    private static byte[] Sample(ulong time) => [0x07, .. GoTraceFile.Var(time), 7, 0, 1, 0];
}
