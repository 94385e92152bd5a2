using Contrail.Analysis.GoTrace;
using Contrail.Analysis.GoTrace.Interpreting;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

public sealed class GoFramesTests
{
    [Theory]
    [InlineData("mg1.22")]
    [InlineData("af_http1.26")]
    public void The_frames_of_a_real_trace_have_packages_and_origins(string name)
    {
        FrameCollector collector = new();
        using MemoryStream trace = new(AssembledTraces.Read("traces", name + ".trace"));
        GoTraceModel.ReadToEnd(trace, collector, TestContext.Current.CancellationToken);
        StackFrame[] named = [.. collector.Frames.Where(static frame => frame.IsNamed)];
        Assert.All(named, static frame => Assert.StartsWith(frame.Module + ".", frame.Name, StringComparison.Ordinal));
        Assert.All(named, static frame => Assert.NotEqual(FrameOrigin.Unknown, frame.Origin));
        Assert.Contains(named, static frame => frame is { Module: "main", Origin: FrameOrigin.Own });
        Assert.Contains(named, static frame => frame is { Module: "runtime", Origin: FrameOrigin.Framework });
        Assert.Contains(collector.Places, static place => place is { IsOwn: true, Depth: > 0 });
    }

    private sealed class FrameCollector : IGoTraceVisitor
    {
        private readonly StackTable _table = new();
        private readonly GoStacks _stacks;

        public FrameCollector() => _stacks = new GoStacks(_table, isNeeded: true);

        public HashSet<StackFrame> Frames { get; } = [];

        public HashSet<CodePlace> Places { get; } = [];

        public void OnEvent(in GoEvent current)
        {
            StackId stack = _stacks.Find(current);
            if (_table.Place(stack) is { } place && Places.Add(place))
            {
                Frames.UnionWith(
                    Enumerable.Range(0, _table.Depth(stack)).Select(index => _table.Frame(stack, index)));
            }
        }

        public void OnGap(GenerationGap gap)
        {
        }
    }
}
