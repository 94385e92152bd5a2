using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;

namespace Contrail.Analysis.NetTrace;

/// <summary>
/// Reads a file into the model. It is read twice: names can be after the events that refer to them, and the window is
/// known at the end. In between, only names and counts are held. Without a need for records, one reading is enough.
/// </summary>
internal static class NetTraceModel
{
    /// <summary>
    /// Reads a file from its start. False if it is no nettrace stream; then <paramref name="fault"/> contains what it
    /// is instead. What the stream throws passes.
    /// </summary>
    /// <param name="stream">The file; it can seek.</param>
    /// <param name="sink">Receives the records.</param>
    /// <param name="index">What the first reading has found.</param>
    /// <param name="fault">What is wrong with the file: of a torn one, where it is torn; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TryRead(
        Stream stream,
        IModelSink sink,
        out NetTraceIndex? index,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        long start = stream.Position;
        IndexTally tally = new(sink.Needs);
        NetTraceReader reader = TraceStream.ReadToEnd(stream, tally, cancellationToken);
        if (!tally.TryConclude(reader, out index, out fault))
        {
            return false;
        }

        NetTraceInterpreter interpreter = new(index!, sink);
        bool needsRecords = (sink.Needs & ~ModelNeeds.Extent) != ModelNeeds.None;
        if (needsRecords)
        {
            stream.Position = start;
            OrderedEvents events = new(interpreter);
            TraceStream.ReadToEnd(stream, events, cancellationToken);
            events.Complete();
        }

        interpreter.Complete();
        fault = index!.Facts.Fault;
        return true;
    }
}
