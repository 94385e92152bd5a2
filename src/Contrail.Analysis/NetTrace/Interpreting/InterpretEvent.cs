using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Interprets one event.</summary>
/// <param name="current">The event.</param>
/// <param name="at">When.</param>
/// <param name="payload">Its fields; not read if they do not fit, so that all are zero or empty.</param>
internal delegate void InterpretEvent(in NetTraceEvent current, TraceTime at, in EventPayload payload);
