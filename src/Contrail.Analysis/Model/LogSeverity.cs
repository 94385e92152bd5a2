namespace Contrail.Analysis.Model;

/// <summary>How severe a log message is.</summary>
internal enum LogSeverity
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>The most detailed messages.</summary>
    Trace,

    /// <summary>For development.</summary>
    Debug,

    /// <summary>The normal course.</summary>
    Information,

    /// <summary>Something unexpected that does not stop the work.</summary>
    Warning,

    /// <summary>A failure of the current work.</summary>
    Error,

    /// <summary>A failure of the application.</summary>
    Critical,
}
