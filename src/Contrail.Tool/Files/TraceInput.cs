using Contrail.Analysis;
using Contrail.Core.Files;

namespace Contrail.Tool.Files;

/// <summary>A file, or a pipe, that is read from its start, with its format already chosen.</summary>
internal sealed class TraceInput
{
    private readonly Stream _stream;
    private readonly byte[] _prefix;

    /// <param name="stream">At its start; it stays open.</param>
    public TraceInput(Stream stream)
    {
        _stream = stream;
        byte[] prefix = new byte[TraceAnalysis.PrefixBytes];
        _prefix = prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)];
        Format = TraceAnalysis.Choose(_prefix);
    }

    public ITraceFiles Format { get; }

    /// <summary>Reads to the end, or until no more is wanted; a second time from the start, where it can.</summary>
    /// <param name="intake">Who takes it in.</param>
    /// <param name="onTaken">Called behind each piece.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
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
            bool wantsMore = intake.Advance(takenBytes);
            onTaken?.Invoke();
            takenBytes = wantsMore ? _stream.Read(intake.Room()) : 0;
        }
    }
}
