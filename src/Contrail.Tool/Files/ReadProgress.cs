using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>
/// Shows how much of a file was read, in one line that is rewritten in place. Nothing is shown of a reading that takes
/// less than a second. Not safe for concurrent use.
/// </summary>
/// <param name="terminal">The terminal; null to show nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadProgress(TextWriter? terminal, TimeProvider time)
{
    private static readonly TimeSpan ShowAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(200);

    private readonly long _start = time.GetTimestamp();
    private long _shownAt;
    private long _bytesBefore;
    private int _passCount = 1;
    private int _width;

    /// <summary>Shows the position, if it is time to.</summary>
    /// <param name="readBytes">Bytes before the position.</param>
    /// <param name="totalBytes">Bytes of the file; null if unknown.</param>
    public void Update(long readBytes, long? totalBytes)
    {
        // A file is read several times for some answers.
        _passCount += readBytes < _bytesBefore ? 1 : 0;
        _bytesBefore = readBytes;
        if (terminal is null
            || time.GetElapsedTime(_start) < ShowAfter
            || (_width > 0 && time.GetElapsedTime(_shownAt) < ShowEvery))
        {
            return;
        }

        _shownAt = time.GetTimestamp();
        string read = totalBytes is > 0 and long total
            ? $"{NumberFormat.Count((long)(readBytes * 100.0 / total))} % of {NumberFormat.Bytes(total)}"
            : NumberFormat.Bytes(readBytes);
        string line = $"  {read} read{(_passCount > 1 ? $", pass {_passCount}" : "")}";
        terminal.Write('\r' + line.PadRight(_width));
        _width = line.Length;
    }

    /// <summary>Clears the line, before other output.</summary>
    public void Clear()
    {
        if (_width > 0)
        {
            terminal!.Write('\r' + new string(' ', _width) + '\r');
            _width = 0;
        }
    }
}
