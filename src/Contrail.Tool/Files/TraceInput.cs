using Contrail.Analysis;
using Contrail.Core.Files;

namespace Contrail.Tool.Files;

/// <summary>A file or pipe read from its start, with its format already detected.</summary>
internal sealed class TraceInput
{
    private readonly InputStream _stream;
    private readonly byte[] _prefix;

    /// <param name="stream">The stream, at its start; it is not disposed.</param>
    public TraceInput(InputStream stream)
    {
        _stream = stream;
        byte[] prefix = new byte[TraceAnalysis.PrefixBytes];
        _prefix = prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)];
        Format = TraceAnalysis.Choose(_prefix);
    }

    public ITraceFiles Format { get; }

    /// <summary>Returns the format of a file, and leaves the stream at its start.</summary>
    public static ITraceFiles FormatOf(InputStream stream)
    {
        ITraceFiles format = new TraceInput(stream).Format;
        stream.Position = 0;
        return format;
    }

    /// <summary>Reads to the end or until the consumer stops; a second call restarts a seekable stream.</summary>
    /// <param name="intake">The consumer.</param>
    /// <param name="onTaken">Called after each chunk.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public void Feed(ITraceIntake intake, Action? onTaken, CancellationToken cancellationToken)
    {
        if (_stream.CanSeek)
        {
            _stream.Position = _prefix.Length;
        }

        _prefix.CopyTo(intake.Room());
        int takenBytes = _prefix.Length;
        while (takenBytes > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool needsMore = intake.Advance(takenBytes);
            onTaken?.Invoke();
            takenBytes = needsMore ? _stream.Read(intake.Room()) : 0;
        }

        _stream.EndProgress();
    }
}
