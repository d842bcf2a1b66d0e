//! Grades uploaded files: a web service under limits.
//!
//!     cargo run -p recoup --example upload_service
//!     curl --data-binary @testdata/activities/2026-03-15-100000.fit 'http://127.0.0.1:8080/grade?max_hr=190'
//!
//! An upload is untrusted, so its cost is bounded three times: the size of the body, the
//! [`Limits`] on its contents, and the number of files that are read at the same time.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::Json;
use axum::routing::post;
use axum::{Router, serve};
use recoup::{Assessment, Athlete, Limits, Session, assess_session, read_bytes};
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Bytes of the largest upload. A FIT file of a day is about 10 MB.
const UPLOAD_BYTES: usize = 20 << 20;
/// Files that are read at the same time. Each takes at most some 20 times its bytes of memory.
const FILES_AT_A_TIME: usize = 2;

/// A status for the client, and the reason.
type Refused = (StatusCode, String);

fn service() -> Router {
    Router::new()
        .route("/grade", post(grade))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES))
        .with_state(Arc::new(Semaphore::new(FILES_AT_A_TIME)))
}

/// Grades the runs in the body. The parameter `max_hr` is the athlete's maximum heart rate.
async fn grade(
    State(room): State<Arc<Semaphore>>,
    Query(parameters): Query<HashMap<String, f64>>,
    upload: Bytes,
) -> Result<Json<Vec<Assessment>>, Refused> {
    let refused = |status, reason: &dyn ToString| (status, reason.to_string());
    let max_bpm = parameters.get("max_hr").copied();
    let athlete = max_bpm.map_or_else(Athlete::default, Athlete::with_max_hr);
    athlete.check().map_err(|error| refused(StatusCode::BAD_REQUEST, &error))?;

    let busy = |_| refused(StatusCode::SERVICE_UNAVAILABLE, &"busy; try again in a second");
    let _place = room.try_acquire().map_err(busy)?;
    let limits = Limits::default()
        .with_input_bytes(UPLOAD_BYTES as u64)
        .with_expanded_bytes(2 * UPLOAD_BYTES as u64);
    // Reading and grading take milliseconds of a processor and wait for nothing.
    let contents = spawn_blocking(move || {
        let contents = read_bytes(&upload, &limits)?;
        Ok::<_, recoup::Error>(graded(&contents.activities, &athlete))
    });
    let runs =
        contents.await.map_err(|error| refused(StatusCode::INTERNAL_SERVER_ERROR, &error))?;
    runs.map(Json).map_err(|error| refused(StatusCode::UNPROCESSABLE_ENTITY, &error))
}

/// Grades the runs among some activities.
fn graded(activities: &[recoup::Activity], athlete: &Athlete) -> Vec<Assessment> {
    let sessions = activities.iter().map(|activity| assess_session(activity, &athlete.policy));
    let runs = sessions.filter_map(|session| match session {
        Session::Run(measured) | Session::Undated(measured, None) => Some(measured),
        _ => None,
    });
    runs.map(|measured| measured.assess(athlete)).collect()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("POST a file to http://{}/grade", listener.local_addr()?);
    Ok(serve(listener, service()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use recoup_testkit::{fit, runs};
    use tower::ServiceExt;

    async fn answer(service: Router, uri: &str, body: Vec<u8>) -> (StatusCode, String) {
        let request = Request::post(uri).body(Body::from(body)).unwrap();
        let response = service.oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_run_is_graded() {
        let run = fit::encode(&runs::steady("2026-03-02T06:30:12+01:00", 35, 130));
        let (status, body) = answer(service(), "/grade?max_hr=190", run).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let runs: serde_json::Value = serde_json::from_str(&body).unwrap();
        // 130 beats a minute are 68 % of 190, and 35 minutes are between 20 and 45.
        assert_eq!(runs[0]["verdict"], "recovery");
    }

    #[tokio::test]
    async fn what_is_no_activity_is_refused_with_the_reason() {
        let (status, body) = answer(service(), "/grade", b"<gpx><trk><trkpt lat=".to_vec()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let (status, body) = answer(service(), "/grade?max_hr=300", Vec::new()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(body.contains("100 to 240 bpm"), "{body}");
    }

    #[tokio::test]
    async fn a_large_upload_is_refused_unread() {
        let (status, _) = answer(service(), "/grade", vec![0; UPLOAD_BYTES + 1]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn a_busy_service_says_so() {
        let busy =
            Router::new().route("/grade", post(grade)).with_state(Arc::new(Semaphore::new(0)));
        let (status, body) = answer(busy, "/grade", Vec::new()).await;
        assert_eq!((status, body.contains("try again")), (StatusCode::SERVICE_UNAVAILABLE, true));
    }
}
