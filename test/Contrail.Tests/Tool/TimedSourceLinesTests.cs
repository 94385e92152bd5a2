using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Contrail.Tool.Files;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Source lines on a page are looked up for a limited time.</summary>
public sealed class TimedSourceLinesTests
{
    private static readonly StackFrame Frame = new("main.main", "main.go", 7, 0);

    [Fact]
    public void Lookups_end_when_they_have_used_the_time_limit()
    {
        ManualTime time = new();
        SlowLines slow = new(time, TimeSpan.FromMilliseconds(60));
        TimedSourceLines lines = new(slow, TimeSpan.FromMilliseconds(100), time);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            [true, true, false, false], Enumerable.Range(0, 4).Select(_ => lines.Find(Frame) is not null).ToArray());
        Assert.Equal(2, slow.Count);
    }

    private sealed class SlowLines(ManualTime time, TimeSpan lasts) : ISourceLines
    {
        public int Count { get; private set; }

        public SourceLine? Find(in StackFrame frame)
        {
            Count++;
            time.Advance(lasts);
            return new SourceLine(frame.File, frame.Line, IsMethodStart: false);
        }
    }
}
