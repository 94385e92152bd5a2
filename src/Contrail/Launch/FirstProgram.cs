using System.Diagnostics;
using Contrail.EventPipe;

namespace Contrail.Launch;

/// <summary>Opens the first program of a user that a port is given; all others are let pass.</summary>
internal sealed class FirstProgram
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly Func<StartingProgram, EventPipeTarget> _open;
    private readonly TaskCompletionSource<EventPipeTarget> _opened =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _isTaken;

    /// <param name="open">Opens it.</param>
    public FirstProgram(Func<StartingProgram, EventPipeTarget> open) => _open = open;

    /// <summary>What a <see cref="DiagnosticPort"/> calls.</summary>
    public void Offer(StartingProgram program)
    {
        if (program.BelongsToSdk)
        {
            return;
        }

        program.ForgetPort();
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return;
        }

        try
        {
            _opened.SetResult(_open(program));
        }
        catch (Exception failure)
        {
            // It is for who waits below.
            _opened.SetException(failure);
        }
    }

    /// <summary>
    /// Waits until the program is open. Then the program owns the port; after a failure it is closed.
    /// </summary>
    /// <param name="timeout">The time limit.</param>
    /// <param name="port">The port that programs connect to.</param>
    /// <param name="command">The command that starts the program; its end ends the wait. Null if unknown.</param>
    /// <exception cref="SourceUnavailableException">No program connected, or it cannot be recorded.</exception>
    public EventPipeTarget Wait(TimeSpan timeout, DiagnosticPort port, Process? command)
    {
        try
        {
            EventPipeTarget target = Wait(timeout, command);
            target.Port = port;
            return target;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    private EventPipeTarget Wait(TimeSpan timeout, Process? command)
    {
        long started = Stopwatch.GetTimestamp();
        while (Task.WaitAny([_opened.Task], LookEvery) < 0)
        {
            bool isOver = command is { HasExited: true };
            bool isLate = Stopwatch.GetElapsedTime(started) >= timeout;
            if ((isOver || isLate) && Interlocked.Exchange(ref _isTaken, 1) == 0)
            {
                throw new SourceUnavailableException(isOver
                    ? $"The command ended with exit code {command!.ExitCode} before a .NET process of it connected; "
                        + "see that it starts one, of .NET 8 or later, and that its diagnostics are not turned off."
                    : $"No .NET process connected within {timeout.TotalSeconds:0.#} s; see that one is started with "
                        + "the port in DOTNET_DiagnosticPorts and may reach it, or wait longer with ConnectTimeout.");
            }
        }

        return _opened.Task.GetAwaiter().GetResult();
    }
}
