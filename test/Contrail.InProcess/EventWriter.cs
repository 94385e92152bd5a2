namespace Contrail.InProcess;

/// <summary>Another thread that writes an event on request and confirms it.</summary>
internal sealed class EventWriter : IDisposable
{
    private readonly SemaphoreSlim _requested = new(0);
    private readonly SemaphoreSlim _written = new(0);
    private readonly Thread _thread;
    private long _number;

    public EventWriter()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "event writer" };
        _thread.Start();
    }

    public void Write(long number)
    {
        _number = number;
        _requested.Release();
        _written.Wait();
    }

    public void Dispose()
    {
        _number = 0;
        _requested.Release();
        _thread.Join();
        _requested.Dispose();
        _written.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _requested.Wait();
            if (_number == 0)
            {
                return;
            }

            TestEvents.Log.Written(_number);
            _written.Release();
        }
    }
}
