using Contrail.Analysis.Model;

namespace Contrail.Tool.Files;

/// <summary>
/// Finds the source of frames until a time limit: a page is more useful early than with all lines. Not safe for
/// concurrent use.
/// </summary>
/// <param name="lines">Finds the source.</param>
/// <param name="limit">The time that all lookups together may take; the last one can exceed it.</param>
/// <param name="time">The clock.</param>
internal sealed class TimedSourceLines(ISourceLines lines, TimeSpan limit, TimeProvider time) : ISourceLines
{
    private TimeSpan _used;

    /// <inheritdoc/>
    public SourceLine? Find(in StackFrame frame)
    {
        if (_used >= limit)
        {
            return null;
        }

        long start = time.GetTimestamp();
        SourceLine? line = lines.Find(frame);
        _used += time.GetElapsedTime(start);
        return line;
    }
}
