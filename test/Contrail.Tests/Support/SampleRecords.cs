using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>The samples of a file as Contrail reads them.</summary>
internal sealed class SampleRecords : IModelSink
{
    private TraceContext? _context;

    public ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

    public List<Sample> Samples { get; } = [];

    public static SampleRecords Read(byte[] file)
    {
        SampleRecords records = new();
        using MemoryStream stream = new(file);
        NetTraceModel.TryRead(stream, records, out _, out _, TestContext.Current.CancellationToken);
        return records;
    }

    public void OnBegin(TraceContext context) => _context = context;

    public void Add(in Sample sample) => Samples.Add(sample);

    /// <summary>The frames of a sample, innermost first: names, or addresses.</summary>
    public IEnumerable<string> FramesOf(Sample sample) => Enumerable
        .Range(0, _context!.Stacks.Depth(sample.Stack))
        .Select(index => _context.Stacks.Frame(sample.Stack, index))
        .Select(frame => frame.IsNamed ? frame.Name : $"{frame.Module}+0x{frame.Address:x}");
}
