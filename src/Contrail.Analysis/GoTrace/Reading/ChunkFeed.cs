using Contrail.Core.Formats;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Feeds a stream to a reader in chunks.</summary>
internal static class ChunkFeed
{
    /// <summary>Reads to the end of the stream, or to the first byte that cannot be read.</summary>
    public static SplitStatus ReadToEnd(Stream stream, IChunkReader reader, CancellationToken cancellationToken)
    {
        while (reader.Status == SplitStatus.NeedMore)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int readBytes = stream.Read(reader.Room());
            if (readBytes == 0)
            {
                return reader.Complete();
            }

            reader.Advance(readBytes);
        }

        return reader.Status;
    }
}
