using Contrail.Analysis;
using Contrail.Analysis.Model;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis;

/// <summary>Files of each format feed the same views.</summary>
public sealed class TraceAnalysisTests
{
    private const ulong Microseconds = 1_000_000;

    [Fact]
    public void Both_formats_are_recognized_and_read_into_one_model()
    {
        byte[] dotnet = new NetTraceFile()
            .Add(RuntimeEvents.SuspendBegin(), at: 1).Add(RuntimeEvents.GCStart(1, 0), at: 2)
            .Add(RuntimeEvents.GCEnd(1, 0), at: 3).Add(RuntimeEvents.RestartEnd(), at: 4).Whole();
        byte[] go = GoDrawing.Trace(
            26, Microseconds, "7: ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, STWBegin 100 1 0, STWEnd 200");
        Assert.Equal(["begin", "3 ms", "end"], Read(dotnet));
        Assert.Equal(["begin", "0.2 ms", "end"], Read(go));
    }

    [Fact]
    public void What_is_no_trace_is_refused_with_its_fault()
    {
        byte[] text = "not a trace at all, but text"u8.ToArray();
        using MemoryStream stream = new(text);
        ITraceFiles format = TraceAnalysis.Choose(text);
        Assert.False(TraceAnalysis.TryRead(
            format, stream, null, new Pauses(), out TraceFault? fault, TestContext.Current.CancellationToken));
        Assert.NotNull(fault);
        stream.Position = 0;
        Assert.False(TraceAnalysis.TrySummarize(
            format, stream, null, out ITraceSummary? summary, out fault, TestContext.Current.CancellationToken));
        Assert.Null(summary);
        Assert.NotNull(fault);
    }

    private static List<string> Read(byte[] bytes)
    {
        Pauses pauses = new();
        using MemoryStream stream = new(bytes);
        Assert.True(TraceAnalysis.TryRead(
            TraceAnalysis.Choose(bytes.AsSpan(0, TraceAnalysis.PrefixBytes)),
            stream,
            null,
            pauses,
            out TraceFault? fault,
            TestContext.Current.CancellationToken));
        Assert.Null(fault);
        return pauses.Lines;
    }

    private sealed class Pauses : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.Pauses;

        public List<string> Lines { get; } = [];

        public void OnBegin(TraceContext context) => Lines.Add("begin");

        public void Add(in Pause pause) => Lines.Add(FormattableString.Invariant(
            $"{Math.Round(pause.Range.Nanoseconds / 1e6, 1)} ms"));

        public void OnEnd(TraceExtent extent) => Lines.Add("end");
    }
}
