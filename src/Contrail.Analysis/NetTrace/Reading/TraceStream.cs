using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Takes a stream through a reader: the one loop that all views share.</summary>
internal static class TraceStream
{
    /// <summary>
    /// Reads to the stream's end, or to where it cannot be read any further. What a read of the stream throws passes.
    /// </summary>
    public static NetTraceReader ReadToEnd(
        Stream stream, INetTraceVisitor visitor, CancellationToken cancellationToken)
    {
        NetTraceReader reader = new(visitor, splitter: new FileSplitter());
        while (reader.Status == SplitStatus.NeedMore)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int readBytes = stream.Read(reader.Room());
            if (readBytes == 0)
            {
                break;
            }

            reader.Advance(readBytes);
        }

        return reader;
    }
}
