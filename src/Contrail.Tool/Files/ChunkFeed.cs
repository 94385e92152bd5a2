using Contrail.Core.Formats;

namespace Contrail.Tool.Files;

/// <summary>Takes a stream through a reader.</summary>
internal static class ChunkFeed
{
    /// <summary>Reads to the stream's end, or to where it cannot be read any further.</summary>
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
