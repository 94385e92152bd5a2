using System.Buffers.Text;

namespace Contrail.Triggers.Actions;

/// <summary>The status of an answer by HTTP/1.x. Stateless.</summary>
internal static class HttpAnswer
{
    /// <summary>Interim answers have few headers, and of the final answer only the first line is read.</summary>
    private const int MaxBytes = 16 << 10;

    /// <summary>
    /// Reads the status code of the final answer; null if the stream ends before it, or contains something else.
    /// </summary>
    public static int? ReadStatus(Stream stream)
    {
        byte[] read = new byte[MaxBytes];
        int length = 0;
        int start = 0;
        while (length < MaxBytes && stream.Read(read.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            if (SkipInterim(read.AsSpan(0, length), ref start) is { } status)
            {
                return status > 0 ? status : null;
            }
        }

        return null;
    }

    // Null if more is needed, 0 if it is not HTTP.
    private static int? SkipInterim(ReadOnlySpan<byte> read, ref int start)
    {
        while (read[start..].IndexOf((byte)'\n') is >= 0 and var lineBytes)
        {
            int status = StatusOf(read.Slice(start, lineBytes));
            if (status is < 100 or >= 200)
            {
                return status;
            }

            int headBytes = read[start..].IndexOf("\r\n\r\n"u8);
            if (headBytes < 0)
            {
                return null;
            }

            start += headBytes + 4;
        }

        return null;
    }

    private static int StatusOf(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> version = "HTTP/1.x "u8;
        if (line.Length < version.Length + 3 || !line.StartsWith(version[..^2]) || line[version.Length - 1] != ' ')
        {
            return 0;
        }

        return Utf8Parser.TryParse(line.Slice(version.Length, 3), out int status, out int digits) && digits == 3
            ? status
            : 0;
    }
}
