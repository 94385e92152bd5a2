using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;

namespace Contrail.Fuzz;

/// <summary>
/// Inputs to begin with: a small stream with everything in it, its blocks one by one, and files whose views have rows.
/// </summary>
internal static class Seeds
{
    public static void Write(string folder)
    {
        string streams = Directory.CreateDirectory(Path.Combine(folder, "streams")).FullName;
        string blocks = Directory.CreateDirectory(Path.Combine(folder, "blocks")).FullName;
        byte[] stream = SampleTrace.Build(new TraceTicks(1_000));
        File.WriteAllBytes(Path.Combine(streams, "sample"), stream);
        File.WriteAllBytes(Path.Combine(streams, "torn"), stream[..^20]);
        NetTraceSplitter splitter = new();
        while (splitter.Split(stream.AsSpan((int)splitter.StreamOffset), out Frame frame, out _)
            == SplitStatus.Complete)
        {
            string name = $"{splitter.StreamOffset:D4}-{(NetTraceFrameKind)frame.Kind}";
            File.WriteAllBytes(Path.Combine(blocks, name), frame.Payload.ToArray());
            splitter.Take(frame);
        }

        WriteFiles(folder, stream);
    }

    private static void WriteFiles(string folder, byte[] stream)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        File.WriteAllBytes(Path.Combine(files, "sample"), stream);
        File.WriteAllBytes(Path.Combine(files, "golden"), GoldenTraces.NetTrace);
        File.WriteAllBytes(Path.Combine(files, "v6"), V6Mutations.Sound().Whole());
        string go = Directory.CreateDirectory(Path.Combine(folder, "go")).FullName;
        File.WriteAllBytes(Path.Combine(go, "golden"), GoldenTraces.Go);
    }
}
