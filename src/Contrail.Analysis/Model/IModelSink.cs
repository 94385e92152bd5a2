namespace Contrail.Analysis.Model;

/// <summary>
/// Receives the records of a trace. A record that lasts arrives when it ends, or when the trace cuts it. A sink
/// receives only the kinds that it declares.
/// </summary>
internal interface IModelSink
{
    /// <summary>The kinds of records that it requires.</summary>
    ModelNeeds Needs { get; }

    /// <summary>Receives a pause.</summary>
    void Add(in Pause pause)
    {
    }

    /// <summary>Receives a mark phase.</summary>
    void Add(in MarkPhase phase)
    {
    }

    /// <summary>Receives a region.</summary>
    void Add(in Region region)
    {
    }

    /// <summary>Receives a task.</summary>
    void Add(in TraceTask task)
    {
    }

    /// <summary>Receives a log message.</summary>
    void Add(in LogRecord log)
    {
    }

    /// <summary>
    /// A part of the trace is missing. Everything that was open before it has arrived, open at its end; what happened
    /// in between is not known.
    /// </summary>
    void OnGap()
    {
    }
}
