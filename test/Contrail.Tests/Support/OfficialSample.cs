using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers.Universal.Events;

namespace Contrail.Tests.Support;

/// <summary>A sample of a processor as TraceLog reads it, the reader of PerfView and Visual Studio.</summary>
internal sealed record OfficialSample(double Milliseconds, int ThreadId, ulong Value)
{
    /// <summary>The addresses of the stack, innermost first.</summary>
    public required IReadOnlyList<ulong> Addresses { get; init; }

    /// <summary>The module and the method of each, or question marks.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public override string ToString() => $"{Milliseconds:0} thread {ThreadId}: {Value} ms"
        + string.Concat(Addresses.Select(address => $" {address:x}"));

    public static IReadOnlyList<OfficialSample> AllOf(byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path + ".nettrace", file);
        try
        {
            TraceLog.CreateFromEventPipeDataFile(path + ".nettrace", path + ".etlx");
            using TraceLog log = new(path + ".etlx");
            List<OfficialSample> read = [];
            foreach (TraceEvent one in log.Events)
            {
                if (one is SampleTraceData sample)
                {
                    read.Add(Of(sample));
                }
            }

            return read;
        }
        finally
        {
            File.Delete(path + ".nettrace");
            File.Delete(path + ".etlx");
        }
    }

    private static OfficialSample Of(SampleTraceData sample)
    {
        List<TraceCodeAddress> stack = [];
        for (TraceCallStack? frame = sample.CallStack(); frame is not null; frame = frame.Caller)
        {
            stack.Add(frame.CodeAddress);
        }

        return new OfficialSample(sample.TimeStampRelativeMSec, sample.ThreadID, sample.Value)
        {
            Addresses = [.. stack.Select(code => code.Address)],
            Names = [.. stack.Select(code => $"{Known(code.ModuleName)}!{Known(code.FullMethodName)}")],
        };
    }

    private static string Known(string name) => name.Length > 0 ? name : "?";
}
